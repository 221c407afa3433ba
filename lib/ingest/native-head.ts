import { asNumber, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { readNativeContent, refuse, type NativeContent, type Refusal } from "./native-content";
import type { JsonValue } from "@/lib/domain/model/field";

/** The members of a native line that every type has. */
export interface NativeHead extends NativeContent {
  readonly id: string;
  readonly type: string;
  readonly source?: string | undefined;
  /** Absent in a CloudEvent without `time`, and in nothing else. */
  readonly occurred_at_ms: number | undefined;
  readonly keys: NativeKeys;
  readonly seq?: bigint | undefined;
  readonly version?: bigint | undefined;
}

export const nativeKeyNames = [
  "conv_id",
  "session_id",
  "turn_id",
  "run_id",
  "request_id",
  "idempotency_key",
  "stream_id",
  "event_id",
  "trace_id",
  "span_id",
  "parent_span_id",
] as const;
export type NativeKeys = Readonly<Partial<Record<(typeof nativeKeyNames)[number], string>>>;

/** A line of this type stands before the lines of a request and tells what the sender's clock shows. */
export const headerType = "ingest.header";

/** Longest id, type and key that a line may have. */
export const maxIdLength = 128;
const maxNameLength = 512;

/** Reads the head of a parsed native line. */
export function readNativeHead(
  line: JsonObject,
  /** A CloudEvent need not say when it happened. */
  isTimeOptional = false,
): NativeHead | Refusal {
  const id = line["id"];
  if (id === undefined || id === null)
    return refuse("missing-id", "every line needs an id, unique per source", "/id");
  if (typeof id !== "string" || id === "" || id.length > maxIdLength) {
    return refuse("invalid-field", `id must be a text of 1 to ${String(maxIdLength)} characters`, "/id");
  }
  const type = asText(line["type"]);
  if (type === undefined || type.length > maxNameLength)
    return refuse("invalid-field", "type must be a dotted name", "/type");
  const occurred = occurredAt(line, isTimeOptional);
  if (typeof occurred === "object") return occurred;
  const keys = keysOf(line, asObject(line["data"]));
  if ("code" in keys) return keys;
  const ordinals = ordinalsOf(line);
  if ("code" in ordinals) return ordinals;
  const source = line["source"] ?? undefined;
  if (
    source !== undefined &&
    (typeof source !== "string" || source === "" || source.length > maxNameLength)
  ) {
    return refuse("invalid-field", "source must be a short text", "/source");
  }
  const content = readNativeContent(line);
  if ("code" in content) return content;
  return {
    id,
    type,
    source,
    occurred_at_ms: occurred,
    keys: keys.keys,
    seq: ordinals.seq,
    version: ordinals.version,
    data: content.data,
    bytes: content.bytes,
    v: content.v,
  };
}

function occurredAt(line: JsonObject, isOptional: boolean): number | undefined | Refusal {
  const stated = line["occurred_at_ms"];
  if (stated !== undefined && stated !== null) {
    const ms = typeof stated === "number" ? asNumber(stated) : undefined;
    if (ms === undefined || Math.abs(ms) > latestMs)
      return refuse("invalid-field", "occurred_at_ms must be epoch milliseconds", "/occurred_at_ms");
    return Math.floor(ms);
  }
  const ns = line["occurred_at_ns"] ?? undefined;
  if (ns !== undefined) {
    const ordinal = asOrdinal(ns);
    return ordinal === undefined
      ? refuse(
          "invalid-field",
          "occurred_at_ns must be epoch nanoseconds, as decimal string",
          "/occurred_at_ns",
        )
      : Number(ordinal / 1_000_000n);
  }
  const text = line["occurred_at"];
  if (text === undefined || text === null) {
    if (isOptional) return undefined;
    return refuse(
      "missing-time",
      "every line needs occurred_at_ms, occurred_at_ns or occurred_at",
      "/occurred_at_ms",
    );
  }
  const ms = typeof text === "string" && rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(ms)
    ? ms
    : refuse("invalid-field", "occurred_at must be an RFC 3339 time with an offset", "/occurred_at");
}

/** Range of a JavaScript date. */
const latestMs = 8.64e15;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

const keyNames: ReadonlySet<string> = new Set(nativeKeyNames);

/** Asked of each member, of which a line has few, rather than of the line for each key. */
function isKeyName(name: string): name is (typeof nativeKeyNames)[number] {
  return keyNames.has(name);
}

/** Keys of the line; those that a sender wrote among the members of the record stand in where the line has none. */
function keysOf(line: JsonObject, data: JsonObject | undefined): { readonly keys: NativeKeys } | Refusal {
  const keys: Partial<Record<(typeof nativeKeyNames)[number], string>> = {};
  for (const name in data) {
    if (!isKeyName(name) || name === "event_id") continue;
    const value = asText(data[name]);
    if (value !== undefined && value.length <= maxNameLength) keys[name] = value;
  }
  for (const name in line) {
    if (!isKeyName(name)) continue;
    const value = line[name];
    if (value === undefined || value === null || value === "") continue;
    if (typeof value !== "string" || value.length > maxNameLength) return firstFaultyKey(line);
    keys[name] = value;
  }
  return { keys };
}

/** The refusal of a line with a faulty key: that of the first in the order of their names here, however the line has them. */
function firstFaultyKey(line: JsonObject): Refusal {
  const isFaulty = (value: JsonValue | undefined): boolean =>
    value !== undefined && value !== null && (typeof value !== "string" || value.length > maxNameLength);
  const name = nativeKeyNames.find((key) => isFaulty(line[key])) ?? "";
  return refuse(
    "invalid-field",
    `${name} must be a text of at most ${String(maxNameLength)} characters`,
    `/${name}`,
  );
}

function ordinalsOf(line: JsonObject): Pick<NativeHead, "seq" | "version"> | Refusal {
  const ordinals: { seq?: bigint; version?: bigint } = {};
  for (const name of ["seq", "version"] as const) {
    const value = line[name];
    if (value === undefined || value === null) continue;
    const ordinal = asOrdinal(value);
    if (ordinal === undefined)
      return refuse(
        "invalid-field",
        `${name} must be a 64-bit integer, as number or decimal string`,
        `/${name}`,
      );
    ordinals[name] = ordinal;
  }
  return ordinals;
}
