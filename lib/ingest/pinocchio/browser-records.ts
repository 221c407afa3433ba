import type { Envelope } from "@/lib/domain/envelope";
import { asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { readJsonText } from "../read-json";
import { readSessionstreamFrame } from "../sessionstream-frame";
import { baseName } from "../file-names";
import { bytesAt } from "./json-items";
import { recordEnvelope, timeOfRecord, type RecordPlace, type RecordSetting } from "./record-setting";

const types = new Set(["ws-lifecycle", "raw-ws", "parsed-frame", "snapshot", "ui-event"]);

/** Whether an object is an entry of a browser's recorder (pinocchio, May 2026; react-chat puts it under `event`). */
export function isBrowserRecord(record: JsonObject): boolean {
  return (
    types.has(asText(entryOf(record)["type"]) ?? "") &&
    ["timestamp", "ts", "at"].some((name) => name in record)
  );
}

/** The entry itself, with time and id of what is around it. */
function entryOf(record: JsonObject): JsonObject {
  const inner = asObject(record["event"]);
  const timestamp = record["timestamp"] ?? record["ts"] ?? record["at"] ?? null;
  return { ...record, timestamp, ...inner };
}

/**
 * Entries of a browser's recorder. What came over the socket is the frame as it was received, as in any other
 * capture; a parsed frame repeats it, and stands for it where the text was not kept. What the browser made of a
 * frame is kept beside it.
 */
export class BrowserRecords {
  private readonly hasRaw: boolean;
  private readonly socket_id: string;
  private readonly last: number;
  private readonly frames: number;
  private readonly bytes: number;

  constructor(
    records: readonly (JsonObject | undefined)[],
    private readonly setting: RecordSetting,
  ) {
    const entries = records.map((record) => (record === undefined ? {} : entryOf(record)));
    const raw = entries.filter((entry) => typeof entry["raw"] === "string" && entry["type"] === "raw-ws");
    this.hasRaw = raw.length > 0;
    this.frames = raw.length;
    this.bytes = raw.reduce((sum, { raw: text }) => sum + Buffer.byteLength(asText(text) ?? ""), 0);
    this.last = entries.findLastIndex(({ type }) => types.has(asText(type) ?? ""));
    const first = entries.find(({ type }) => types.has(asText(type) ?? ""));
    const started = first === undefined ? undefined : timeOfRecord(first);
    this.socket_id = `browser:${baseName(setting.context.name)}@${String(started ?? 0)}`;
  }

  envelope(record: JsonObject, place: RecordPlace, i: number): Envelope {
    const entry = entryOf(record);
    const type = asText(entry["type"]) ?? "";
    const records = [...this.lifecycle(entry, type), ...(i === this.last ? [this.socket(entry)] : [])];
    const frame = this.frame(entry, type, place);
    if (frame !== undefined) return { ...frame, records: [...frame.records, ...records] };
    const dropped = asNumber(entry["droppedCount"]) ?? 0;
    return recordEnvelope(entry, place, this.setting, {
      type: `browser.${type}`,
      event_id: asText(entry["messageId"]),
      data: entry,
      warning: dropped > 0 ? `the browser dropped ${String(dropped)} entities of the snapshot` : undefined,
      records,
    });
  }

  /** The frame that an entry holds, by its own bytes. */
  private frame(entry: JsonObject, type: string, place: RecordPlace): Envelope | undefined {
    const { raw } = entry;
    const bytes =
      type === "raw-ws" && typeof raw === "string"
        ? Buffer.from(raw, "utf8")
        : type === "parsed-frame" && !this.hasRaw
          ? (bytesAt(place.bytes, ["frame"]) ?? bytesAt(place.bytes, ["event", "frame"]))
          : undefined;
    if (bytes === undefined) return undefined;
    const reading = readJsonText(Buffer.from(bytes).toString("utf8"), bytes);
    if (!reading.ok) return undefined;
    const { identity, decode_error, ...frame } = readSessionstreamFrame(reading.value);
    if (frame.decode_status === "failed") return undefined;
    const conv_id = frame.session_id ?? asText(entry["sessionId"]) ?? this.setting.conv_id;
    const key = identity ?? `${frame.type}|${this.socket_id}|${String(timeOfRecord(entry) ?? "")}`;
    return recordEnvelope(entry, { line: place.line, bytes }, this.setting, {
      ...frame,
      conv_id,
      stream: conv_id ?? this.socket_id,
      dialect: "sessionstream",
      identity: `${key}|${String(this.setting.seen.next(key))}`,
      received_at_ms: timeOfRecord(entry),
      decode_error:
        decode_error === undefined
          ? undefined
          : `${this.setting.context.name} item ${String(place.line)}: ${decode_error}`,
      records: [],
    });
  }

  private lifecycle(entry: JsonObject, type: string): RecordChange[] {
    if (type !== "ws-lifecycle") return [];
    const said = asText(entry["event"]) ?? asText(entry["phase"]) ?? "";
    const at = timeOfRecord(entry);
    if (/close|disconnect/i.test(said))
      return [
        this.row(entry, {
          disconnected_at_ms: at,
          close_code: asNumber(entry["code"]),
          close_reason: asText(entry["reason"]),
          close_initiator: "unknown",
        }),
      ];
    return /open|connect/i.test(said) ? [this.row(entry, { connected_at_ms: at, occurred_at_ms: at })] : [];
  }

  private socket(entry: JsonObject): RecordChange {
    return this.row(entry, { frames_out: this.frames, bytes_out: this.bytes });
  }

  private row(
    entry: JsonObject,
    said: Partial<Extract<RecordChange, { set: "ws_sessions" }>["row"]>,
  ): RecordChange {
    const conv_id = asText(entry["sessionId"]) ?? this.setting.conv_id;
    return { set: "ws_sessions", row: { socket_id: this.socket_id, conv_id, session_id: conv_id, ...said } };
  }
}
