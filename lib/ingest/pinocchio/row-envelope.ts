import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow, SqlValue } from "@/lib/domain/foreign/rows";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { RecordChange } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DecodeContext } from "../format";
import { contentKey } from "../undecodable";

/** What a row says, beside its bytes. */
export interface RowStatement {
  readonly conv_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly event_id?: string | undefined;
  readonly occurred_at_ms?: number | undefined;
  /**
   * What makes this state another one than the row had before: key and version, not the place in the file.
   * So importing twice changes nothing, and a file that has grown adds what is new.
   */
  readonly identity: readonly (string | bigint | number | undefined)[];
  readonly records: readonly RecordChange[];
  /** What could not be decoded, by column. */
  readonly faults?: readonly (string | undefined)[];
}

const utf8 = new TextEncoder();

/** Bytes of a row: one JSON object, columns in their order, integers exact, JSON columns as the text they hold. */
export function rowBytes(values: ForeignRow["values"]): Uint8Array {
  return utf8.encode(stringifyExact(rowJson(values)));
}

/** A row as a JSON value; bytes of a BLOB become `{"base64": ...}`, which no text column can hold. */
export function rowJson(values: ForeignRow["values"]): JsonValue {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, cellJsonValue(value)]));
}

function cellJsonValue(value: SqlValue): JsonValue {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value;
}

/** Envelope of one row: a record of class state, its bytes the row itself. */
export function rowEnvelope(row: ForeignRow, context: DecodeContext, statement: RowStatement): Envelope {
  const { identity, faults = [], records, ...keys } = statement;
  const problems = faults.filter((fault) => fault !== undefined);
  return {
    kind: "envelope",
    line: row.position,
    bytes: rowBytes(row.values),
    class: "record",
    dialect: "state",
    type: `row.${row.table}`,
    stream: keys.conv_id ?? context.conv_id ?? `table:${row.table}`,
    identity: [row.table, ...identity].map((part) => String(part ?? "")).join("|"),
    regime: "none",
    source_path: context.source_path,
    decode_status: problems.length === 0 ? "ok" : "partial",
    decode_error:
      problems.length === 0 ? undefined : `${row.table} row ${String(row.position)}: ${problems.join("; ")}`,
    ...keys,
    records,
  };
}

/** A row that states nothing the console understands: kept as it is, listed under its table. */
export function plainRowEnvelope(row: ForeignRow, context: DecodeContext, fault?: string): Envelope {
  const conv_id = textCell(row.values["conv_id"]) ?? textCell(row.values["session_id"]) ?? context.conv_id;
  return rowEnvelope(row, context, {
    conv_id,
    session_id: textCell(row.values["session_id"]),
    identity: [contentKey(rowBytes(row.values))],
    records: [],
    faults: [fault],
  });
}

function textCell(value: SqlValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
