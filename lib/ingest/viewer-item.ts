import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { readYaml } from "./pinocchio/turn-text";

/** An item of an event viewer's export as it was read. */
export interface ViewerItem {
  /** Its members; `payload` is the envelope. */
  readonly item: JsonObject;
  readonly payload: JsonObject | undefined;
  /** The item is not YAML as it stands: its lines were read one by one, and what is nested in them is lost. */
  readonly isTorn: boolean;
}

/**
 * Reads one item of an export of go-go-os or react-chat (`- timestamp: ...` with its lines). The exporter of February
 * 2026 indented what is nested without regard to its list: where all lines stand too deep they are put back, else
 * the members that stand on lines of their own are taken.
 */
export function readViewerItem(text: string): ViewerItem | undefined {
  const [first = "", ...rest] = text.split(/\r?\n/);
  const lead = /^(\s*)- (?=\S)/.exec(first);
  if (lead === null) return undefined;
  const column = lead[0].length;
  const head = first.slice(column);
  const depth = Math.min(...rest.filter((line) => line.trim() !== "").map(indentOf));
  for (const indent of new Set([column, depth])) {
    const lines = rest.map((line) => line.slice(Math.min(indent, indentOf(line))));
    const read = readYaml([head, ...lines].join("\n"));
    const item = asObject(read.value);
    if (read.fault === undefined && item !== undefined && hasPayload(item))
      return { item, payload: payloadOf(item), isTorn: false };
  }
  return torn([head, ...rest.map((line) => line.trim())]);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function hasPayload(item: JsonObject): boolean {
  return payloadOf(item) !== undefined;
}

function payloadOf(item: JsonObject): JsonObject | undefined {
  return asObject(item["payload"]) ?? asObject(item["rawPayload"]);
}

const ownMembers = new Set(["id", "timestamp", "eventType", "eventId", "family", "summary"]);
const eventMembers = new Set(["seq", "stream_id"]);

/** The members of an item that stand on lines of their own; the first line of a name counts. */
function torn(lines: readonly string[]): ViewerItem | undefined {
  const item: Record<string, JsonValue> = {};
  const event: Record<string, JsonValue> = {};
  for (const line of lines) {
    const match = /^([A-Za-z_]+): (\S.*)$/.exec(line);
    const [, name = "", text = ""] = match ?? [];
    if (ownMembers.has(name)) item[name] ??= scalarOf(text);
    else if (eventMembers.has(name)) event[name] ??= scalarOf(text);
  }
  const type = asText(item["eventType"]);
  if (type === undefined) return undefined;
  return {
    item,
    payload: { sem: true, event: { type, id: item["eventId"] ?? null, ...event } },
    isTorn: true,
  };
}

function scalarOf(text: string): JsonValue {
  const read = readYaml(text);
  return read.fault === undefined && typeof read.value !== "object" ? (read.value ?? null) : text;
}
