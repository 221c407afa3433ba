import { entityOrigins } from "@/lib/domain/model/timeline";

type EntityOrigin = (typeof entityOrigins)[number];

/** SQL of the key of a conversation; `conv` is the parameter that holds its id. */
export function convKeyOf(conv: string): string {
  return `(SELECT conv_key FROM conversation_keys WHERE conv_id = ${conv})`;
}

/** Condition on `entity_rows` that a conversation has them, told by one side. An index answers it alone. */
export function entitiesTold(origin: EntityOrigin, conv: string): string {
  return `conv_key = ${convKeyOf(conv)} AND origin = ${String(entityOrigins.indexOf(origin))}`;
}

/** SQL of the number of those. */
export function countTold(origin: EntityOrigin, conv: string): string {
  return `(SELECT count(*) FROM entity_rows WHERE ${entitiesTold(origin, conv)})`;
}
