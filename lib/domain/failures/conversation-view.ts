import type { RecordIn } from "../model";
import type { Dialect } from "../envelope";
import type { FoldEvent } from "../projection/fold-event";

/** A tool block with the first turn that holds it. */
export type TurnBlock = RecordIn<"blocks"> & { readonly turn_id: string };

/**
 * Everything about one conversation that the failure rules look at, as it stands in the store. Lists may be
 * empty where a source does not give them; absent means that nothing was recorded, not that all is well.
 */
export interface ConversationView {
  readonly conv_id: string;
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly RecordIn<"turn_snapshots">[];
  /** Blocks of kind tool_call and tool_use, each content once, with the first turn that holds it. */
  readonly blocks: readonly TurnBlock[];
  readonly model_calls: readonly RecordIn<"model_calls">[];
  readonly tool_calls: readonly RecordIn<"tool_calls">[];
  /** Both origins. */
  readonly entities: readonly RecordIn<"entities">[];
  readonly projection_faults: readonly RecordIn<"projection_faults">[];
  readonly anomalies: readonly RecordIn<"ordering_anomalies">[];
  readonly ws_sessions: readonly RecordIn<"ws_sessions">[];
  readonly http_requests: readonly RecordIn<"http_requests">[];
  readonly panics: readonly RecordIn<"panics">[];
  /** Failures that a source stated itself (native `error`, `sessionstream_errors`); they are not found again. */
  readonly stated_errors: readonly RecordIn<"errors">[];
  /** The events for which `isNotable` holds, in replay order. */
  readonly events: readonly FoldEvent[];
  /**
   * Newest sign of life of everything imported or received from the conversation's sources, epoch ms: what
   * had 30 s of silence before it is over. Stands in for a clock.
   */
  readonly newest_activity_ms?: number | undefined;
  /**
   * Whether all of it came from files: then nothing more is to come, and what has no end has none in the
   * recording.
   */
  readonly is_recording: boolean;
  /** SHA-256 of a text, lowercase hex: identities and fingerprints are made with it. */
  readonly sha256: (text: string) => string;
}

const notableTypes: Readonly<Partial<Record<Dialect, ReadonlySet<string>>>> = {
  geppetto: new Set(["error", "interrupt", "run-failed", "run-stopped"]),
  sessionstream: new Set([
    "ChatRunStarted",
    "ChatRunFinished",
    "ChatRunStopped",
    "ChatRunFailed",
    "ws.error",
    "error",
  ]),
  sem: new Set(["error", "run.failed"]),
};

/** Whether the failure rules want to see an event itself; everything else they know from records. */
export function isNotable(event: Pick<FoldEvent, "dialect" | "type">): boolean {
  if (event.dialect === "log") return /\.(warn|warning|wrn|error|err|fatal|ftl|panic|pnc)$/i.test(event.type);
  return notableTypes[event.dialect]?.has(event.type) ?? false;
}
