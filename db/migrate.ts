import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import { ensureFacetCounts } from "./records/facet-counts";
import { ensureIncidentCounts } from "./records/incident-counts";
import { ensureListVersions } from "./records/list-versions";
import { ensureSharedTexts } from "./records/shared-texts";
import { ensureRollups } from "./rollups/rollup-triggers";
import { ensureSearchIndex } from "./search/search-index";
import { unwatched, type StepWatcher } from "./steps";
import type { WriteStore } from "./store";

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })) });

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/**
 * Brings the store to the newest schema; each step is one transaction, so a kill leaves it before or after
 * the step. The text index and the sums of charts, which follow from the records, are no step: they are
 * made anew when they are others.
 * A store that a newer console made is refused and left untouched (`storage-too-new`).
 * `folder` holds the generated SQL and its journal.
 */
export function migrate(
  store: WriteStore,
  folder: string,
  watch: StepWatcher = unwatched,
): { applied: readonly string[] } {
  const migrations = readMigrations(folder);
  const { sqlite } = store;
  const known = appliedMigrations(store);
  for (const [i, name] of known.entries()) {
    if (migrations[i]?.name !== name) {
      throw new ConsoleError(
        "storage-too-new",
        `The store has migration ${name}, which this version does not know. Use a newer version; nothing was changed.`,
      );
    }
  }
  if (known.length === 0) {
    sqlite.exec(
      "CREATE TABLE IF NOT EXISTS migrations (position INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT",
    );
  }
  const applied: string[] = [];
  for (const [i, migration] of migrations.entries()) {
    if (i < known.length) continue;
    sqlite
      .transaction(() => {
        for (const statement of migration.sql.split("--> statement-breakpoint")) {
          sqlite.exec(statement);
          watch("migration-statement", sqlite);
        }
        sqlite.prepare("INSERT INTO migrations VALUES (?, ?, ?)").run(i, migration.name, migration.sha256);
      })
      .immediate();
    watch("migration-applied", sqlite);
    applied.push(migration.name);
  }
  ensureSharedTexts(store);
  ensureSearchIndex(store);
  ensureRollups(store);
  ensureFacetCounts(store);
  ensureListVersions(store);
  ensureIncidentCounts(store);
  return { applied };
}

function appliedMigrations({ sqlite }: WriteStore): readonly string[] {
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  if (!tables.includes("migrations")) {
    if (tables.length > 0) {
      throw new ConsoleError(
        "storage-corrupt",
        "The file is an SQLite database of another program; nothing was changed.",
      );
    }
    return [];
  }
  return sqlite.prepare("SELECT name FROM migrations ORDER BY position").pluck().all().map(String);
}

function readMigrations(folder: string): readonly Migration[] {
  const journal = journalSchema.parse(
    parseExact(readFileSync(join(folder, "meta", "_journal.json"), "utf8")),
  );
  return journal.entries.map(({ tag }) => {
    const sql = readFileSync(join(folder, `${tag}.sql`), "utf8");
    return { name: tag, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}
