import type Database from "better-sqlite3";
import type { ForeignItem, ForeignStores } from "@/lib/domain/foreign/rows";
import { agentQueries } from "./agent-queries";
import { modeTables, type TableColumns } from "./describe-foreign";
import { hydrationQueries } from "./hydration-queries";
import { readTable, tableQuery, type TableQuery } from "./read-table";
import { turnsQueries } from "./turns-queries";

/**
 * Every row of every table of a recognised database, one at a time: store by store, tables in an order in
 * which what they state builds up, tables of no known store last. Memory stays that of one row.
 */
export function* readForeign(
  sqlite: Database.Database,
  stores: ForeignStores,
  tables: TableColumns,
): Generator<ForeignItem> {
  const queries: TableQuery[] = [
    ...(stores.timeline ? timelineQueries : []),
    ...(stores.turns === undefined ? [] : turnsQueries(stores.turns)),
    ...(stores.hydration === undefined ? [] : hydrationQueries(stores.hydration, tables)),
    ...(stores.agent === undefined ? [] : agentQueries(stores.agent, tables)),
    ...(stores.modes ? modeTables.map((table) => tableQuery(table, [])) : []),
    ...(stores.analysis
      ? [tableQuery("event_log_entries", ["idx"]), tableQuery("gpt_log_lines", ["line_no"])]
      : []),
    ...(stores.reconcile ? reconcileQueries(tables) : []),
    ...stores.other_tables.map((table) => tableQuery(table, [])),
  ];
  for (const query of queries) {
    if (tables.has(query.table)) yield* readTable(sqlite, query);
  }
}

/** Every table of an export, records first; the file says of which session it is. */
function reconcileQueries(tables: TableColumns): readonly TableQuery[] {
  const first = ["meta", "backend_records", "frontend_records"];
  const rest = [...tables.keys()].filter((table) => !first.includes(table));
  const session = tables.has("meta")
    ? { session_id: "(SELECT value FROM meta WHERE key = 'session_id')" }
    : undefined;
  return [...first, ...rest].map((table) =>
    tableQuery(table, tables.get(table)?.has("id") === true ? ["id"] : [], session),
  );
}

const timelineQueries: readonly TableQuery[] = [
  tableQuery("timeline_conversations", ["conv_id"]),
  tableQuery("timeline_versions", ["conv_id"]),
  tableQuery("timeline_entities", ["conv_id", "created_at_ms", "version"]),
];
