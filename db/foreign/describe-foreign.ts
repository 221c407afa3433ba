import type Database from "better-sqlite3";
import type { ForeignStores, HydrationVariant, TurnsVariant } from "@/lib/domain/foreign/rows";

/** Columns of every table of a file, by table name. */
export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the tables and their columns; views and SQLite's own tables are left out. */
export function tableColumns(sqlite: Database.Database): TableColumns {
  const names = sqlite
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck();
  const columns = sqlite.prepare("SELECT name FROM pragma_table_info(?)").pluck();
  return new Map(names.all().map((name) => [String(name), new Set(columns.all(String(name)).map(String))]));
}

const timelineTables = ["timeline_conversations", "timeline_versions", "timeline_entities"];
const turnsTables = ["turns", "blocks", "turn_block_membership", "turn_snapshots"];
const hydrationTables = ["sessions", "events", "entities", "entity_versions", "projection_cursors", "errors"];

/**
 * Tells which of the runtime's stores a file holds, by its tables and columns only: names of files say
 * nothing, and one file may hold several stores. No store at all: a database of another program.
 */
export function describeForeign(tables: TableColumns): ForeignStores {
  const timeline = tables.get("timeline_entities")?.has("entity_json") ?? false;
  const turns = turnsVariantOf(tables);
  const hydration = hydrationVariantOf(tables);
  const known = new Set([
    ...(timeline ? timelineTables : []),
    ...(turns === undefined ? [] : turnsTables),
    ...(hydration === undefined ? [] : hydrationTables.map((name) => hydrationPrefix(hydration) + name)),
  ]);
  return { timeline, turns, hydration, other_tables: [...tables.keys()].filter((name) => !known.has(name)) };
}

/** Whether a file holds nothing that the console reads. */
export function isOfAnotherProgram(stores: ForeignStores): boolean {
  return !stores.timeline && stores.turns === undefined && stores.hydration === undefined;
}

export function hydrationPrefix(variant: HydrationVariant): "evtstream_" | "sessionstream_" {
  return variant === "evtstream" ? "evtstream_" : "sessionstream_";
}

function turnsVariantOf(tables: TableColumns): TurnsVariant | undefined {
  const turns = tables.get("turns");
  if (turns === undefined || !turns.has("turn_id") || !turns.has("conv_id")) return undefined;
  const normalised = turns.has("turn_metadata_json");
  if (turns.has("payload")) {
    if (normalised) return "T3-hybrid";
    return turns.has("run_id") ? "T0" : "T1";
  }
  if (!normalised) return undefined;
  if (tables.get("turn_snapshots")?.has("payload") === true) return "T2";
  return turns.has("runtime_key") ? "T4" : "T3";
}

function hydrationVariantOf(tables: TableColumns): HydrationVariant | undefined {
  const sessions = tables.get("sessionstream_sessions");
  if (sessions?.has("snapshot_ordinal") === true) return "snapshot_ordinal";
  if (sessions?.has("cursor") === true) return "cursor";
  return tables.has("evtstream_sessions") ? "evtstream" : undefined;
}
