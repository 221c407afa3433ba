import { parseExact } from "@/lib/domain/json/exact-json";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import type { JsonValue } from "@/lib/domain/model/field";

type Cells = ForeignRow["values"];

/**
 * Narrow views of a row's cells. A column that a variant lacks, holds NULL or a value of another kind gives
 * undefined: SQLite does not enforce column types, and rows of other generations have other columns.
 */
export function cellText(cells: Cells, column: string): string | undefined {
  const value = cells[column];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A 64-bit integer. */
export function cellOrdinal(cells: Cells, column: string): bigint | undefined {
  const value = cells[column];
  return typeof value === "bigint" ? value : undefined;
}

/** Epoch milliseconds from an integer column; 0 and below mean that the source had no time. */
export function cellMs(cells: Cells, column: string): number | undefined {
  const value = cells[column];
  if (typeof value !== "bigint" && typeof value !== "number") return undefined;
  const ms = Number(value);
  return ms > 0 && ms <= latestMs ? Math.round(ms) : undefined;
}

/** Epoch milliseconds from a text column that holds a UTC date (`strftime('%Y-%m-%dT%H:%M:%fZ')`). */
export function cellDate(cells: Cells, column: string): number | undefined {
  const text = cellText(cells, column);
  return text === undefined ? undefined : msOfDate(text);
}

/** Epoch milliseconds of a date text; one without a zone is UTC, as SQLite writes it. */
export function msOfDate(text: string): number | undefined {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(text);
  const ms = Date.parse(hasZone ? text : `${text.replace(" ", "T")}Z`);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** Largest time that a Date can hold. */
const latestMs = 8_640_000_000_000_000;

/** Value of a JSON column, or what is wrong with it. */
export type JsonCell = { readonly value: JsonValue | undefined; readonly fault?: string | undefined };

export function cellJson(cells: Cells, column: string): JsonCell {
  const text = cellText(cells, column);
  if (text === undefined) return { value: undefined };
  try {
    return { value: parseExact(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: undefined, fault: `${column} is not JSON` };
  }
}
