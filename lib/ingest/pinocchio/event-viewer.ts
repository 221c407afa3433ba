import { timeOfSeq, type Decoded, type Envelope, type KeyOrigin } from "@/lib/domain/envelope";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DecodeContext, DocumentDecoder } from "../format";
import { Occurrences } from "../occurrences";
import { isExactDouble, roundedIdentity, SeqRestorer } from "../rounded-seq";
import { readSemFrame, semIdentity, type SemFrame } from "../sem-frame";
import { textOf } from "../read-json";
import { fileStream } from "../undecodable";
import { readViewerItem, type ViewerItem } from "../viewer-item";
import { decodeRecordList } from "./debug-records";
import { documentEnvelope, undecodableDocument } from "./document-envelope";
import { recordEnvelope, type RecordSetting } from "./record-setting";

interface Setting extends RecordSetting {
  readonly restorer: SeqRestorer;
}

/**
 * What the event viewer of go-go-os exports (`events` with a date, before that `entries` with epoch ms), and that of
 * react-chat, whose payloads are entries of its recorder. Each item is an envelope, its bytes the lines of the item.
 * The browser read frames with doubles, so a seq beyond 2^53 comes rounded: it is restored where the place in its
 * millisecond tells it, and says that it was.
 */
export const decodeEventViewer: DocumentDecoder = (bytes, context) => {
  const text = textOf(bytes);
  if (text === undefined) return [undecodableDocument(context, bytes, "not UTF-8")];
  const named = asText(/^conversationId: *"?([^"\r\n]+)"?/m.exec(text)?.[1]);
  const conv_id = context.conv_id ?? named;
  const setting: Setting = { context, conv_id, seen: new Occurrences(), restorer: new SeqRestorer() };
  const items = itemTexts(text);
  if (items.length === 0)
    return [documentEnvelope(context, { item: 1, bytes, type: "viewer.events", conv_id, records: [] })];
  return decodeItems(items, setting);
};

function* decodeItems(items: readonly string[], setting: Setting): Generator<Decoded> {
  const read = items.map((text) => readViewerItem(text));
  const recorded = read.map((item) => recordOf(item));
  if (recorded.every((record) => record !== undefined)) {
    const list = recorded.map((value) => ({ value, bytes: Buffer.from(stringifyExact(value)) }));
    yield* decodeRecordList(list, setting);
    return;
  }
  for (const [i, text] of items.entries())
    yield itemEnvelope(read[i], { line: i + 1, bytes: Buffer.from(text) }, setting);
}

/** An item of react-chat as its recorder had it: its payload names its type itself. */
function recordOf(read: ViewerItem | undefined): JsonValue | undefined {
  if (read?.payload === undefined || asText(read.payload["type"]) === undefined) return undefined;
  const { payload: _payload, timestamp, ...item } = read.item;
  return { ...item, timestamp: timeOf({ timestamp: timestamp ?? null }) ?? null, event: read.payload };
}

function itemEnvelope(
  read: ViewerItem | undefined,
  place: { readonly line: number; readonly bytes: Uint8Array },
  setting: Setting,
): Envelope {
  const { context, conv_id, restorer, seen } = setting;
  const payload = withPlainSeq(read?.payload);
  const frame = payload === undefined ? undefined : readSemFrame(payload);
  if (read === undefined || frame === undefined || frame.decode_status === "failed") {
    return recordEnvelope(read?.item ?? {}, place, setting, {
      type: "viewer.event",
      decode_error: where(context, place.line, "no envelope can be read in the item"),
      records: [],
    });
  }
  const { conv_id: own, ...said } = frame;
  const position = seqOf(frame, typeof asObject(payload?.["event"])?.["seq"] === "string", restorer);
  const key = semIdentity(frame);
  const nth = String(seen.next(key));
  const fault = read.isTorn ? "its indentation is broken: the payload could not be read" : frame.decode_error;
  const session = own ?? conv_id;
  const received_at_ms = timeOf(read.item);
  return {
    ...recordEnvelope(read.item, place, setting, {
      ...said,
      ...position,
      class: "event",
      dialect: "sem",
      conv_id: session,
      session_id: undefined,
      // Without its payload an item tells of a frame and must not stand where the frame belongs.
      stream: read.isTorn ? fileStream(context) : (session ?? fileStream(context)),
      // Its lines are other bytes than the frame's: it is another telling of it.
      identity: `viewer|${key}|${nth}`,
      twin_identity: `${semIdentity({ ...frame, seq: position.seq })}|${position.seq === frame.seq ? nth : "1"}`,
      decode_status: fault === undefined ? frame.decode_status : "partial",
      decode_error: fault === undefined ? undefined : where(context, place.line, fault),
      received_at_ms,
      records: [],
    }),
    ...(frame.occurred_at_ms === undefined ? { occurred_at_ms: received_at_ms } : {}),
  };
}

const restoredSeq: KeyOrigin = {
  how: "inferred",
  rule: "place in its millisecond: the browser rounded seq to a double",
};
const roundedSeq: KeyOrigin = { how: "inferred", rule: "the browser rounded seq to a double" };

/** The seq of a frame as it was or is likely to have been; one that cannot be restored stays as it came, marked. */
function seqOf(
  frame: SemFrame,
  isText: boolean,
  restorer: SeqRestorer,
): Pick<Envelope, "seq" | "key_origins" | "occurred_at_ms"> {
  const { seq, key_origins, occurred_at_ms } = frame;
  if (seq === undefined || isText || isExactDouble(seq)) return { seq, key_origins, occurred_at_ms };
  if (roundedIdentity(frame) === undefined)
    return { seq, occurred_at_ms, key_origins: { ...key_origins, seq: roundedSeq } };
  const restored = restorer.restore(frame, seq);
  return {
    seq: restored,
    occurred_at_ms: timeOfSeq(restored),
    key_origins: { ...key_origins, seq: restoredSeq },
  };
}

/** A seq that the exporter's sanitiser put into words, `[BigInt: 123]`, as the number that it is. */
function withPlainSeq(payload: JsonObject | undefined): JsonObject | undefined {
  const event = asObject(payload?.["event"]);
  const digits = /^\[BigInt: (-?\d+)\]$/.exec(asText(event?.["seq"]) ?? "")?.[1];
  return payload === undefined || event === undefined || digits === undefined
    ? payload
    : { ...payload, event: { ...event, seq: digits } };
}

/** Date or epoch ms of the receiver. */
function timeOf(item: JsonObject): number | undefined {
  const at = item["timestamp"];
  if (typeof at === "number") return isExactDouble(BigInt(Math.floor(at))) ? Math.floor(at) : undefined;
  const ms = Date.parse(asText(at) ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

function where(context: DecodeContext, line: number, fault: string): string {
  return `${context.name} item ${String(line)}: ${fault}`;
}

const itemStart = /^\s*- (?:id|timestamp|eventType): /;

/** Texts of the items, each from its dash to the next of the same depth. */
function itemTexts(text: string): readonly string[] {
  const items: string[][] = [];
  let depth: number | undefined;
  for (const line of text.split(/(?<=\n)/)) {
    const indent = line.length - line.trimStart().length;
    if (itemStart.test(line) && (depth ?? indent) === indent) {
      depth = indent;
      items.push([line]);
    } else if (items.length > 0) items.at(-1)?.push(line);
  }
  return items.map((lines) => lines.join("").trimEnd());
}
