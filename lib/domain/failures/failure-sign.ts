/** Something that went wrong in or around a conversation: a failure, a finding, a closed socket, an outage. */
export interface FailureSign {
  /** Names it within one chain. */
  readonly key: string;
  readonly kind: "error" | "anomaly" | "socket" | "retry" | "dependency";
  /** Code of a failure, kind of a finding, name of a dependency. */
  readonly code: string;
  /** By the source's clock. Without it a sign has no place in the order of time. */
  readonly at_ms: number | null;
  /** Envelope that shows it. */
  readonly ordinal: bigint | null;
  /** A gap: when the envelope before it was, by the source's clock. */
  readonly since_ms?: number | null;
  /** An outage: until when it lasted; absent while it does. */
  readonly until_ms?: number | null;
  readonly turn_id?: string | null;
  readonly run_id?: string | null;
  readonly request_id?: string | null;
  readonly model_call_id?: string | null;
  readonly tool_call_id?: string | null;
  readonly entity_id?: string | null;
}
