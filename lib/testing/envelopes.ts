import type { Envelope } from "@/lib/domain/envelope";
import type { RecordChange } from "@/lib/domain/model";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

export interface SketchedFrame {
  readonly conv?: string;
  readonly type?: string;
  readonly id?: string;
  readonly seq: bigint;
  readonly data?: JsonValue;
  readonly identity?: string;
  readonly at?: number;
  readonly records?: readonly RecordChange[];
}

/** A SEM frame as a decoder hands it on, with what a test leaves out filled in. */
export function semFrame({
  conv = "c1",
  type = "llm.delta",
  id = "m1",
  seq,
  data = {},
  identity,
  at,
  records = [],
}: SketchedFrame): Envelope {
  const text = stringifyExact({ sem: true, event: { type, id, seq, data } });
  return {
    kind: "envelope",
    line: Number(seq % 1_000_000n),
    bytes: Buffer.from(text),
    class: "event",
    dialect: "sem",
    type,
    stream: conv,
    identity: identity ?? `${String(seq)}|${type}|${id}`,
    event_id: id,
    conv_id: conv,
    seq,
    regime: seq > 1_000_000_000_000_000_000n ? "time" : "counter",
    occurred_at_ms: at ?? 1_800_000_000_000 + Number(seq % 1_000_000n),
    source_path: "http_ingest",
    decode_status: "ok",
    data,
    records,
  };
}
