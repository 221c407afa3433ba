import { jsonFromColumn } from "@/db/columns";
import { recordSets, type RecordChange, type SetName } from "@/lib/domain/model";
import type { Field, FieldType, JsonValue } from "@/lib/domain/model/field";

/** A row as the driver gives it, in wire form: 64-bit integers as decimal strings, bytes as hex, absent values left out. */
export function wireFromColumns(
  set: SetName,
  row: Readonly<Record<string, unknown>>,
): { readonly [name: string]: JsonValue } {
  const wire: Record<string, JsonValue> = {};
  for (const [name, field] of Object.entries<Field>(recordSets[set].fields)) {
    const value = row[name];
    if (value !== null && value !== undefined) wire[name] = wireValue(value, field.type);
  }
  return wire;
}

function wireValue(value: unknown, type: FieldType): JsonValue {
  switch (type) {
    case "int64":
      return String(value);
    case "int":
    case "epoch_ms":
    case "real":
      return Number(value);
    case "bool":
      return Number(value) !== 0;
    case "json":
      return jsonFromColumn(String(value));
    case "blob":
      return Buffer.isBuffer(value) ? value.toString("hex") : "";
    case "text":
      return String(value);
  }
}

/** A row in wire form as a statement about the record. Values that do not fit their field are left out. */
export function changeFromWire(set: SetName, wire: { readonly [name: string]: JsonValue }): RecordChange {
  const row: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<Field>(recordSets[set].fields)) {
    const value = wire[name];
    if (value !== null && value !== undefined) row[name] = domainValue(value, field.type);
  }
  return recordChange(set, row);
}

function domainValue(value: JsonValue, type: FieldType): unknown {
  switch (type) {
    case "int64":
      return typeof value === "string" && /^-?\d{1,19}$/.test(value) ? BigInt(value) : undefined;
    case "int":
    case "epoch_ms":
    case "real":
      return typeof value === "number" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "blob":
      return typeof value === "string" ? Buffer.from(value, "hex") : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "json":
      return value;
  }
}

/** The row was built field by field from the set's own declaration; the record writer checks it again. */
function recordChange(set: SetName, row: Record<string, unknown>): RecordChange {
  return { set, row } as unknown as RecordChange;
}
