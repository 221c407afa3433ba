import { z } from "zod";
import type { Field, Fields, JsonValue, RecordSet } from "@/lib/domain/model/field";

/**
 * Wire forms of the data model. One rule per storage kind, so that a field never needs a mapping of its
 * own: 64-bit integers are decimal strings, absent values are null, bytes are lower-case hex, times are
 * epoch milliseconds. JSON columns are embedded as JSON; integers beyond 2^53 inside them are written as
 * integers, so read answers that carry payloads with `parseExact`.
 */
type WireValue<F extends Field> = F extends { values: readonly (infer V)[] }
  ? V
  : F["type"] extends "text" | "int64" | "blob"
    ? string
    : F["type"] extends "int" | "real" | "epoch_ms"
      ? number
      : F["type"] extends "bool"
        ? boolean
        : JsonValue;

type WireField<F extends Field> = F extends { required: true } ? WireValue<F> : WireValue<F> | null;

/** The wire form of a record: every field present, absent values null. */
export type WireOf<F extends Fields> = { [K in keyof F]: WireField<F[K]> };

type WireShape<F extends Fields> = { [K in keyof F]: z.ZodType<WireField<F[K]>> };

/** Schema of the wire form of a record set. */
export function wireSchemaOf<F extends Fields>(set: RecordSet<string, F>): z.ZodObject<WireShape<F>> {
  return z.object(wireShapeOf(set));
}

/** A 64-bit integer as a decimal string. */
export const ordinalSchema = z.string().regex(/^-?\d{1,19}$/);

/**
 * A JSON value. It came out of a JSON parser, so there is nothing to check but that it is there; walking
 * a payload of megabytes again would only cost time.
 */
export const jsonSchema = z.custom<JsonValue>((value) => value !== undefined);

/** One page of a list. `next_cursor` is null on the last page. */
export function pageSchemaOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Each entry is built from the field of the same name, which is what the mapped type says. */
function wireShapeOf<F extends Fields>(set: RecordSet<string, F>): WireShape<F> {
  return Object.fromEntries(
    Object.entries(set.fields).map(([name, field]) => [name, wireFieldSchema(field)]),
  ) as unknown as WireShape<F>;
}

function wireFieldSchema(field: Field): z.ZodType {
  const schema = (field.values === undefined ? wireTypes[field.type] : z.enum(field.values)).describe(
    field.unit === "" ? field.doc : `${field.doc} (${field.unit})`,
  );
  return field.required ? schema : schema.nullable();
}

const wireTypes = {
  text: z.string(),
  int: z.int(),
  int64: ordinalSchema,
  real: z.number(),
  bool: z.boolean(),
  epoch_ms: z.int(),
  json: jsonSchema,
  blob: z.string().regex(/^([0-9a-f]{2})*$/),
} as const;
