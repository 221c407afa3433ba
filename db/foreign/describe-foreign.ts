import type Database from "better-sqlite3";
import type {
  AgentStoreWord,
  ForeignStores,
  HydrationVariant,
  TurnsVariant,
} from "@/lib/domain/foreign/rows";

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
  const agent = agentWordOf(tables);
  const modes = tables.get("agent_mode_changes")?.has("to_mode") ?? false;
  const reconcile = ["backend_records", "frontend_records"].some(
    (table) => tables.get(table)?.has("raw_json") === true,
  );
  const analysis =
    tables.get("event_log_entries")?.has("raw_payload_json") === true ||
    tables.get("gpt_log_lines")?.has("raw_line") === true;
  const known = new Set([
    ...(timeline ? timelineTables : []),
    ...(turns === undefined ? [] : turnsTables),
    ...(hydration === undefined ? [] : hydrationTables.map((name) => hydrationPrefix(hydration) + name)),
    ...(agent === undefined ? [] : agentTables(agent)),
    ...(modes ? modeTables : []),
    ...(analysis ? analysisTables : []),
    ...(reconcile ? [...tables.keys()] : []),
  ]);
  return {
    timeline,
    turns,
    hydration,
    agent,
    modes,
    reconcile,
    analysis,
    other_tables: [...tables.keys()].filter((name) => !known.has(name)),
  };
}

/** Whether a file holds nothing that the console reads. */
export function isOfAnotherProgram(stores: ForeignStores): boolean {
  return (
    !stores.timeline &&
    stores.turns === undefined &&
    stores.hydration === undefined &&
    stores.agent === undefined &&
    !stores.modes &&
    !stores.reconcile &&
    !stores.analysis
  );
}

export function hydrationPrefix(variant: HydrationVariant): "evtstream_" | "sessionstream_" {
  return variant === "evtstream" ? "evtstream_" : "sessionstream_";
}

/** The store is told by the tables that only it has; its `turns` have no `conv_id`. */
function agentWordOf(tables: TableColumns): AgentStoreWord | undefined {
  const turns = tables.get("turns");
  const columns = turns ?? tables.get("chat_events");
  const isAgent = tables.has("block_payload_kv") || tables.get("chat_events")?.has("payload_json") === true;
  if (!isAgent || turns?.has("conv_id") === true) return undefined;
  return columns?.has("run_id") === true ? "run" : "session";
}

/** Tables of the simple-chat-agent's store, in the order in which what they state builds up. */
export function agentTables(word: AgentStoreWord): readonly string[] {
  return [
    `${word}s`,
    `${word}_metadata_kv`,
    "turns",
    "turn_kv",
    "blocks",
    "block_metadata_kv",
    "block_payload_kv",
    "turn_snapshots",
    "tool_registry_snapshots",
    "chat_events",
  ];
}

const analysisTables = ["gpt_log_lines", "event_log_entries"] as const;

export const modeTables = ["agent_modes", "agent_mode_changes"] as const;

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
