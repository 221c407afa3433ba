import type { HydrationVariant } from "@/lib/domain/foreign/rows";
import { hydrationPrefix, type TableColumns } from "./describe-foreign";
import { tableQuery, type TableQuery } from "./read-table";

/**
 * How to read the hydration store of the newest runtime. Versions come before entities, so that what an
 * entity is now is stated last. The first two forms of the store have no events and no ordinals to join.
 */
export function hydrationQueries(variant: HydrationVariant, tables: TableColumns): readonly TableQuery[] {
  const prefix = hydrationPrefix(variant);
  const events = `${prefix}events`;
  const hasEvents =
    tables.get(events)?.has("ordinal") === true && tables.get(events)?.has("created_at") === true;
  const joins = (
    table: string,
    expressions: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> =>
    hasEvents && tables.get(table)?.has("session_id") === true ? expressions : {};
  const timeOf = (column: string): string =>
    `(SELECT created_at FROM ${events} AS e WHERE e.session_id = t.session_id AND e.ordinal = t.${column})`;
  const extreme = (direction: "ASC" | "DESC", column: string): string =>
    `(SELECT ${column} FROM ${events} AS e WHERE e.session_id = t.session_id ORDER BY e.ordinal ${direction} LIMIT 1)`;
  const ordinals = (table: string): Readonly<Record<string, string>> =>
    tables.get(table)?.has("last_event_ordinal") === true
      ? joins(table, { created_at: timeOf("created_ordinal"), updated_at: timeOf("last_event_ordinal") })
      : {};
  return [
    tableQuery(
      `${prefix}sessions`,
      ["session_id"],
      joins(`${prefix}sessions`, {
        first_at: extreme("ASC", "created_at"),
        last_at: extreme("DESC", "created_at"),
        last_ordinal: extreme("DESC", "ordinal"),
      }),
    ),
    tableQuery(events, ["session_id", "ordinal"]),
    tableQuery(
      `${prefix}entity_versions`,
      ["session_id", "kind", "entity_id", "ordinal"],
      ordinals(`${prefix}entity_versions`),
    ),
    tableQuery(`${prefix}entities`, ["session_id", "kind", "entity_id"], ordinals(`${prefix}entities`)),
    tableQuery(
      `${prefix}projection_cursors`,
      ["projector", "session_id"],
      joins(`${prefix}projection_cursors`, { last_ordinal: extreme("DESC", "ordinal") }),
    ),
    tableQuery(`${prefix}errors`, ["id"]),
  ];
}
