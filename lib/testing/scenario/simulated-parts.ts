import type { JsonValue } from "@/lib/domain/model/field";

/** The turn that is running in a simulated conversation. */
export interface SimulatedTurn {
  readonly turn_id: string;
  readonly run_id: string;
  readonly request_id: string;
  readonly idempotency_key: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly startedAtMs: number;
  iteration: number;
  /** completed is said when the turn ends with nothing against it. */
  outcome: "completed" | "failed" | "open";
  failureCode: string | undefined;
}

/** A model call that is running or was the last. */
export interface SimulatedCall {
  readonly call_id: string;
  readonly span_id: string;
  readonly provider: string;
  readonly model: string;
  readonly parameters: { readonly max_tokens: number; readonly temperature: number; readonly top_p: number };
  readonly startedAtMs: number;
  /** Place in the turn at which its blocks are put. */
  readonly blockIndex: number;
  /** Text of the answer so far, and of the reasoning so far. */
  text: string;
  thinking: string;
  firstTokenAtMs: number | undefined;
  firstContentAtMs: number | undefined;
  retries: number;
  backoffCause: string | undefined;
  running: boolean;
}

/** A tool call from request to end. */
export interface SimulatedTool {
  readonly tool_call_id: string;
  readonly span_id: string;
  readonly name: string;
  readonly input: JsonValue;
  readonly requestedAtMs: number;
  startedAtMs: number | undefined;
  effects: number;
  running: boolean;
}

/** The socket whose frames are recorded. */
export interface SimulatedSocket {
  readonly socket_id: string;
  readonly connectedAtMs: number;
  readonly framesBefore: number;
  readonly bytesBefore: number;
  readonly pings: number[];
}
