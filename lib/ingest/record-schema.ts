import { z } from "zod";
import { asOrdinal } from "@/lib/domain/json/json-access";
import { recordSets, type RecordIn, type SetName } from "@/lib/domain/model";
import type { Field, JsonValue } from "@/lib/domain/model/field";

/** Checks the members of one record as a sender writes them, and gives them their stored types. */
export type RecordSchema<N extends SetName> = z.ZodType<Partial<RecordIn<N>>>;

const schemas = new Map<SetName, RecordSchema<SetName>>();

/**
 * Schema of a record set for native ingest, made from its declaration: every field optional, because keys
 * and clocks may come from the line around it; members that the set does not know are left out. Made once.
 */
export function schemaOf<N extends SetName>(set: N): RecordSchema<N> {
  const known = schemas.get(set) ?? build(set);
  schemas.set(set, known);
  return known;
}

/** The shape follows the declaration from which the record type is derived as well. */
function build(set: SetName): RecordSchema<SetName> {
  const fields: Readonly<Record<string, Field>> = recordSets[set].fields;
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(field).nullish()]),
  );
  return z.object(shape);
}

function fieldSchema(field: Field): z.ZodType {
  switch (field.type) {
    case "text":
      return field.values === undefined ? z.string() : z.enum(field.values as [string, ...string[]]);
    case "int":
      return z.int();
    case "epoch_ms":
      return z.number().transform(Math.floor);
    case "int64":
      return z.union([z.int(), z.bigint(), z.string()]).transform((value, context) => {
        const ordinal = asOrdinal(value);
        if (ordinal === undefined)
          context.addIssue({
            code: "custom",
            message: "expected a 64-bit integer, as number or decimal string",
          });
        return ordinal ?? z.NEVER;
      });
    case "real":
      return z.number();
    case "bool":
      return z.boolean();
    case "json":
      return z.custom<JsonValue>((value) => value !== undefined);
    case "blob":
      return z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
  }
}
