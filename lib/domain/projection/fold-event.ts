import type { Dialect } from "../envelope";
import type { JsonValue } from "../model/field";
import type { SeqRegime } from "../model/event";

/**
 * What the projection needs to know of one stored envelope. The same fields come from a decoder as it
 * arrives and from the event log on a rebuild, so that both give the same state.
 */
export interface FoldEvent {
  /** Ingest ordinal: order of arrival, unique. */
  readonly ordinal: bigint;
  readonly dialect: Dialect;
  readonly type: string;
  readonly event_id?: string | undefined;
  readonly seq?: bigint | undefined;
  readonly regime: SeqRegime;
  /** Stream inside which `seq` counts. */
  readonly stream: string;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  /** Source's clock, epoch ms. */
  readonly occurred_at_ms?: number | undefined;
  /** Receiver's clock, epoch ms. */
  readonly received_at_ms?: number | undefined;
  readonly data?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
  /** Length of the envelope. */
  readonly bytes: number;
  readonly source: string;
  /** Set by `orderForReplay`: the event stands where its stream has it, however it arrived. */
  readonly replayed?: boolean | undefined;
}

/** Best known time of an event, epoch ms: the source's clock, else the receiver's. */
export function timeOf(event: FoldEvent): number | undefined {
  return event.occurred_at_ms ?? event.received_at_ms;
}
