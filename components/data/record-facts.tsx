import type { ReactNode } from "react";
import { formatBytes, formatCount, formatDuration } from "@/lib/client/format";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { Field, Fields, JsonValue } from "@/lib/domain/model/field";
import { keysAndClocks } from "@/lib/domain/model/keys";
import { KeyValues, type KeyValue } from "./key-values";
import { knownFirst } from "./known-first";
import { MonoId } from "./mono-id";
import { PaneHeader } from "./pane-header";
import { TimeText } from "./time-text";

export interface RecordFactsProps {
  /** Declaration of the record's fields; every one of them is listed. */
  fields: Fields;
  row: Readonly<Record<string, unknown>>;
  /** Fields shown elsewhere, such as payloads. */
  omit?: readonly string[];
  /** Address of what a field names, if it names something. */
  hrefOf?: (name: string, value: string) => string | undefined;
}

/**
 * Every field that the data model declares for a record, under its own name. Those that the source did not give are
 * named in one line at the end of their group, so that the eye meets what is known. Keys and clocks come last: they are
 * alike for all records.
 */
export function RecordFacts({ fields, row, omit = [], hrefOf }: RecordFactsProps) {
  const declared = Object.entries(fields).filter(([name]) => !omit.includes(name));
  const isKey = ([name]: readonly [string, Field]): boolean =>
    Object.hasOwn(keysAndClocks, name) || name === "conv_id";
  const itemOf = ([name, field]: readonly [string, Field]): KeyValue => ({
    label: name,
    title: field.unit === "" ? field.doc : `${field.doc} (${field.unit})`,
    value: printValue(name, field, row[name], hrefOf),
    wrap: true,
  });
  return (
    <>
      <KeyValues
        labelWidth={132}
        items={knownFirst(declared.filter((entry) => !isKey(entry)).map(itemOf))}
        className="px-3.5 py-3"
      />
      <PaneHeader title="Keys and clocks" level={3} className="border-t" />
      <KeyValues
        labelWidth={132}
        items={knownFirst(declared.filter(isKey).map(itemOf))}
        className="px-3.5 py-3"
      />
    </>
  );
}

function printValue(
  name: string,
  field: Field,
  value: unknown,
  hrefOf: RecordFactsProps["hrefOf"],
): ReactNode {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field.type === "epoch_ms" && typeof value === "number") return <TimeText ms={value} show="date-time" />;
  if (typeof value === "number") return <span className="num">{printNumber(value, field.unit)}</span>;
  if (typeof value !== "string") return <span className="num">{stringifyExact(jsonOf(value))}</span>;
  const href = hrefOf?.(name, value);
  if (href !== undefined || isIdentity(name))
    return <MonoId id={value} maxLength={30} href={href} copyLabel={name} />;
  if (field.type === "int64") return <span className="num">{formatCount(value)}</span>;
  return <span className="whitespace-pre-wrap">{value}</span>;
}

function printNumber(value: number, unit: string): string {
  if (unit === "ms") return formatDuration(value);
  if (unit === "bytes")
    return value < 1000 ? `${value} bytes` : `${formatBytes(value)} (${formatCount(value)} bytes)`;
  return unit === "" ? formatCount(value) : `${formatCount(value)} ${unit}`;
}

function isIdentity(name: string): boolean {
  return /(_id|_hash|_key)$/.test(name);
}

/** Values of records came out of a JSON parser. */
function jsonOf(value: unknown): JsonValue {
  return value as JsonValue;
}
