"use client";
import type { ReactNode } from "react";
import { TimeText } from "@/components/data/time-text";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes, formatCount, formatDuration, truncateMiddle } from "@/lib/client/format";
import { recordRef } from "@/lib/contracts/record-ref";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { Field, JsonValue } from "@/lib/domain/model/field";

export interface FieldValueProps {
  name: string;
  field: Pick<Field, "type" | "unit">;
  value: unknown;
  convId: string;
  /** Record that the field belongs to, which needs no link to itself. */
  self: string;
  onFollow: (ref: string) => void;
}

/** One value, printed by what its declaration says it is; ids of other records are links to them. */
export function FieldValue({ name, field, value, convId, self, onFollow }: FieldValueProps): ReactNode {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field.type === "epoch_ms" && typeof value === "number") return <TimeText ms={value} show="date-time" />;
  if (typeof value === "number") return <span className="num">{printNumber(name, value, field.unit)}</span>;
  if (typeof value !== "string") return <span className="num">{stringifyExact(jsonOf(value))}</span>;
  const ref = refOfField(name, value, convId);
  if (ref !== undefined && ref !== self) {
    return (
      <button
        type="button"
        className="link num max-w-full truncate align-baseline"
        title={value}
        onClick={() => onFollow(ref)}
      >
        {ref.startsWith("event:") ? formatCount(value) : truncateMiddle(value, shownIdLength)}
      </button>
    );
  }
  if (field.type === "int64") return <span className="num">{formatCount(value)}</span>;
  if (!isIdentity(name)) return <span className="whitespace-pre-wrap">{value}</span>;
  return (
    <span className="num inline-flex max-w-full items-center gap-0.5 align-middle" title={value}>
      <span className="truncate">{truncateMiddle(value, shownIdLength)}</span>
      <CopyButton text={value} label={`Copy ${name}`} className="-my-1.5" />
    </span>
  );
}

/** What fits beside a label in the narrowest details pane. */
const shownIdLength = 26;

/** Numbers that name something are not counted in thousands: a close code of 1006, a process of 48211. */
function printNumber(name: string, value: number, unit: string): string {
  if (/(_code|_id|pid|port|status)$/.test(name)) return String(value);
  if (unit === "ms") return formatDuration(value);
  if (unit === "bytes")
    return value < 1000 ? `${value} bytes` : `${formatBytes(value)} (${formatCount(value)} bytes)`;
  return unit === "" || unit === "tokens" ? formatCount(value) : `${formatCount(value)} ${unit}`;
}

/** Values of records came out of a JSON parser. */
function jsonOf(value: unknown): JsonValue {
  return value as JsonValue;
}

function isIdentity(name: string): boolean {
  return /(_id|_hash|sha256|fingerprint|_key)$/.test(name) || name === "source" || name === "stream";
}

/** The record that a field names, if it names one. */
function refOfField(name: string, value: string, convId: string): string | undefined {
  if (/(^|_)ordinal$/.test(name) || name === "twin_of") return recordRef("event", value);
  if (name === "turn_id" || name === "lineage_turn_id") return recordRef("turn", convId, value);
  if (name === "model_call_id") return recordRef("model_call", convId, value);
  if (name === "tool_call_id") return recordRef("tool_call", convId, value);
  return undefined;
}
