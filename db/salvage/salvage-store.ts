import { ConsoleError } from "@/lib/domain/console-error";
import type { DamagedEnvelope } from "../event-log/find-damage";
import { printRanges } from "../event-log/ordinal-ranges";
import { migrate } from "../migrate";
import type { WriteStore } from "../store";
import { findDamagedConflicts } from "../event-log/find-damage";
import { bookLost, ordinalsOf, removeDamaged } from "./account-for-lost";
import { DamagedFile } from "./damaged-file";
import { ReadableTables } from "./readable-tables";
import { completeDictionaries } from "./salvage-dictionaries";
import { EnvelopeSalvage, type UnindexedEnvelope } from "./salvage-envelopes";
import { salvageRows, type SalvagedTable } from "./salvage-rows";

/** What became of a damaged store. */
export interface Salvage {
  readonly envelopes: {
    /** In the new store, each equal to its SHA-256. */
    readonly salvaged: number;
    /** The log knows them, their bytes are damaged or gone. */
    readonly damaged: readonly DamagedEnvelope[];
    /** Their bytes can be read, the log does not know them: no hash says whether they are right. */
    readonly unindexed: number;
    /** Nothing of them can be read. Ordinals as ranges. */
    readonly lost: number;
    readonly lost_ordinals: string;
    /** Conflicts whose other side is gone or does not match its SHA-256. */
    readonly lost_conflicts: readonly string[];
  };
  /** Tables of records, those with something in them. */
  readonly records: readonly SalvagedTable[];
  /** Names of conversations, sources, streams and types that nothing tells any more. */
  readonly lost_names: number;
  readonly pages: {
    readonly total: number;
    /** Pages of tables that are damaged or missing, and leaves of which nothing tells whose they are. */
    readonly damaged: number;
    readonly unowned: number;
    readonly has_header: boolean;
  };
}

/** Tables that follow from others and are made anew. */
const derived = [
  "rollups",
  "stale_rollups",
  "facet_values",
  "list_changes",
  "incident_counts",
  "packed_dialects",
  "unsettled_conversations",
  "migrations",
];
const bytesOfLog = ["event_segments"];
/** Tables of the log that are told of apart from records. */
const logTables = [
  "events",
  "conversation_keys",
  "sources",
  "identity_stems",
  "event_types",
  "streams",
  "subjects",
  "turn_keys",
  "words",
  "entity_keys",
  "snapshot_keys",
  "block_keys",
];

/**
 * Copies everything readable of a damaged store into an empty, migrated one: rows as they are, envelopes only with bytes
 * that match their hash. What is missing is accounted for, so that the new store is sound; every conversation waits to
 * be settled. The damaged file is only read; storage-corrupt is thrown when nothing in it looks like a store. `nowMs` is the time of the loss in the books. O(bytes of the store).
 */
export async function salvageStore(
  path: string,
  target: WriteStore,
  { migrations, nowMs, onProgress, onUnindexed }: SalvageOptions,
): Promise<Salvage> {
  const file = new DamagedFile(path);
  try {
    const tables = new ReadableTables(file, target);
    if ([...tables.map.trees.values()].every(({ rows }) => rows.length === 0))
      throw new ConsoleError("storage-corrupt", `Nothing in ${path} looks like a store.`);
    dropTriggers(target);
    const { records, lostNames } = copyRows(tables, target);
    const unindexed = new Set<bigint>();
    const envelopes = new EnvelopeSalvage(tables, target, (envelope) => {
      unindexed.add(envelope.ordinal);
      onUnindexed(envelope);
    });
    await envelopes.run(onProgress);
    const accounts = target.sqlite
      .transaction(() => {
        const conflicts = dropDamagedConflicts(target);
        const damaged = removeDamaged(target);
        const missing = bookLost(target, file.pageCount * file.pageSize, nowMs);
        settleAll(target);
        return { damaged, missing, conflicts };
      })
      .immediate();
    target.sqlite.exec("DROP TABLE temp.salvaged");
    // Makes the triggers again, and what follows from the records.
    migrate(target, migrations);
    const { damaged, missing, conflicts } = accounts;
    const known = new Set([...unindexed, ...damaged.map(({ ordinal }) => ordinal)]);
    const lost = [...ordinalsOf(missing)].filter((ordinal) => !known.has(ordinal));
    return {
      envelopes: {
        salvaged: envelopes.salvaged,
        damaged,
        unindexed: unindexed.size,
        lost: lost.length,
        lost_ordinals: printRanges(lost),
        lost_conflicts: conflicts,
      },
      records,
      lost_names: lostNames,
      pages: pagesOf(file, tables),
    };
  } finally {
    file.close();
  }
}

export interface SalvageOptions {
  /** Folder of the generated migrations. */
  readonly migrations: string;
  readonly nowMs: number;
  readonly onProgress: (envelopes: number) => void;
  readonly onUnindexed: (envelope: UnindexedEnvelope) => void;
}

/** Triggers would follow every row; what they keep is made anew at the end. */
function dropTriggers({ sqlite }: WriteStore): void {
  const names = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all()
    .map(String);
  for (const name of names) sqlite.exec(`DROP TRIGGER "${name}"`);
}

function copyRows(
  tables: ReadableTables,
  target: WriteStore,
): { records: SalvagedTable[]; lostNames: number } {
  const { sqlite } = target;
  const names = sqlite
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_*'",
    )
    .pluck()
    .all()
    .map(String)
    .filter((name) => !derived.includes(name) && !bytesOfLog.includes(name));
  return sqlite
    .transaction(() => {
      const copied = names.flatMap((name) => {
        const table = tables.table(name);
        return table === undefined ? [] : [salvageRows(tables, table, target)];
      });
      const lostNames = completeDictionaries(tables, target);
      const records = copied.filter(
        ({ table, salvaged, damaged, lost }) => !logTables.includes(table) && salvaged + damaged + lost > 0,
      );
      return { records, lostNames };
    })
    .immediate();
}

/** The other side of a conflict is kept with its right bytes or without any. */
function dropDamagedConflicts(store: WriteStore): readonly string[] {
  const { sqlite } = store;
  const drop = sqlite.prepare("DELETE FROM conflict_bytes WHERE conflict_id = ?");
  for (const id of findDamagedConflicts(store)) drop.run(id);
  sqlite.exec(
    "DELETE FROM conflict_bytes WHERE conflict_id NOT IN (SELECT conflict_id FROM event_conflicts)",
  );
  return sqlite
    .prepare(
      "SELECT conflict_id FROM event_conflicts WHERE conflict_id NOT IN (SELECT conflict_id FROM conflict_bytes)",
    )
    .pluck()
    .all()
    .map(String);
}

/** Analyses follow from the envelopes, of which some are missing now. */
function settleAll({ sqlite }: WriteStore): void {
  sqlite.exec(
    "INSERT OR IGNORE INTO unsettled_conversations (conv_id, due_at_ms) SELECT conv_id, 0 FROM conversation_keys",
  );
}

function pagesOf({ pageCount, hasHeader }: DamagedFile, { map }: ReadableTables): Salvage["pages"] {
  const damaged = [...map.trees.values()].reduce((sum, tree) => sum + tree.damaged.length, 0);
  return { total: pageCount, damaged, unowned: map.strays.length, has_header: hasHeader };
}
