import { EventLog } from "@/db/event-log/event-log";
import type { Envelope } from "@/lib/domain/envelope";
import type { TemporaryStore } from "./temporary-store";

/** What a test says of an envelope; the rest is made up. */
export type SketchedEvent = Partial<
  Pick<
    Envelope,
    | "type"
    | "class"
    | "dialect"
    | "conv_id"
    | "event_id"
    | "turn_id"
    | "occurred_at_ms"
    | "seq"
    | "decode_status"
    | "stream"
  >
> & {
  readonly text?: string;
  readonly twin_of?: bigint;
};

/** Stores envelopes through the event log, in one transaction, and gives their ordinals. */
export function appendEvents(store: TemporaryStore, sketches: readonly SketchedEvent[]): bigint[] {
  const { sqlite } = store.writer;
  const log = new EventLog(sqlite);
  const append = sqlite.transaction(() => {
    const ordinals = sketches.map((sketch, i) => {
      const { twin_of, text, turn_id, ...given } = sketch;
      const envelope: Envelope = {
        kind: "envelope",
        line: i + 1,
        bytes: new TextEncoder().encode(text ?? JSON.stringify({ type: sketch.type, n: String(log.next) })),
        class: "event",
        dialect: "sem",
        type: "llm.delta",
        stream: "s",
        identity: String(log.next),
        conv_id: "c1",
        regime: "none",
        source_path: "file_import",
        decode_status: "ok",
        records: [],
        ...given,
      };
      const turn = turn_id === undefined ? undefined : { turn_id, how: 0 };
      const context = { source: "test", now_ms: 1_800_000_000_000, epoch: 0, turn, twin_of };
      return log.append(envelope, log.placeOf("test", envelope), context).ordinal;
    });
    log.writeBytes();
    return ordinals;
  });
  return append.immediate();
}
