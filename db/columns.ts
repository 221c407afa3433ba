import { customType, real, text, blob } from "drizzle-orm/sqlite-core";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";
import type { Field, Fields, FieldType, JsonValue, RecordSet } from "@/lib/domain/model/field";

/**
 * Column kinds. The driver runs with safe integers on, so every integer arrives as bigint; each kind says
 * what code sees. A bare `integer()` is never used.
 */

/** An integer that fits a JavaScript number; a stored value that does not is a fault and throws. */
export const int53 = customType<{ data: number; driverData: bigint | number }>({
  dataType: () => "integer",
  fromDriver: safeNumber,
});

function safeNumber(value: bigint | number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`integer ${value} does not fit 53 bits`);
  return number;
}

/** A 64-bit ordinal. */
export const int64 = customType<{ data: bigint; driverData: bigint | number }>({
  dataType: () => "integer",
  fromDriver: (value) => BigInt(value),
});

/** 0 or 1. */
export const boolInt = customType<{ data: boolean; driverData: bigint | number }>({
  dataType: () => "integer",
  toDriver: (value) => (value ? 1 : 0),
  fromDriver: (value) => Number(value) !== 0,
});

/** JSON text; integers beyond 2^53 survive as bigint. Text that does not parse comes back as it stands. */
export const jsonText = customType<{ data: JsonValue; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => stringifyExact(value),
  fromDriver: (value) => jsonFromColumn(value),
});

/** Value of a JSON column. A column that does not parse is data that someone must see, so it is kept as text. */
export function jsonFromColumn(text: string): JsonValue {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

const builders = {
  text: (name: string) => text(name),
  int: (name: string) => int53(name),
  int64: (name: string) => int64(name),
  real: (name: string) => real(name),
  bool: (name: string) => boolInt(name),
  epoch_ms: (name: string) => int53(name),
  json: (name: string) => jsonText(name),
  blob: (name: string) => blob(name, { mode: "buffer" }),
} satisfies Record<FieldType, (name: string) => unknown>;

type Builders = typeof builders;
/** A closed list of values narrows the type of its column. */
type Narrowed<F, B> = F extends { values: readonly (infer V)[] } ? B & { _: { $type: V } } : B;
type BuilderOf<F extends Field> = F extends { required: true }
  ? Narrowed<F, ReturnType<ReturnType<Builders[F["type"]]>["notNull"]>>
  : Narrowed<F, ReturnType<Builders[F["type"]]>>;
type ColumnsOf<F extends Fields> = { [K in keyof F]: BuilderOf<F[K]> };

/** Columns of a record set, in the order in which its fields are declared. */
export function columnsOf<N extends string, F extends Fields>(set: RecordSet<N, F>): ColumnsOf<F> {
  const columns: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(set.fields)) {
    const column = builders[field.type](name);
    columns[name] = field.required ? column.notNull() : column;
  }
  // Each entry was built from the field of the same name by the table above, which is what the type says.
  return columns as ColumnsOf<F>;
}

/**
 * What code sees of a value as the driver gives it, null aside: the same as through the columns above, for statements
 * that are hot where rows are written. The table is STRICT, so a column holds what its type says.
 */
export function valueFromColumn(type: FieldType, value: unknown): unknown {
  switch (type) {
    case "int":
    case "epoch_ms":
      return safeNumber(integerOf(value));
    case "int64":
      return BigInt(integerOf(value));
    case "bool":
      return Number(value) !== 0;
    case "json":
      return jsonFromColumn(String(value));
    case "text":
    case "real":
    case "blob":
      return value;
  }
}

/** A value of an integer column. */
function integerOf(value: unknown): bigint | number {
  return value as bigint | number;
}
