import type { WriteStore } from "../store";
import { SearchFollower } from "./search-follower";
import {
  keyValuesOf,
  keyValuesOfRow,
  searchedSets,
  watchedChange,
  watchedTable,
  type SearchedSet,
} from "./searched-sets";

const columns = "doc_id, kind, conv_id, key, part";

/**
 * Records with a title have numbers from here on, all others below, so that either are one range of the index. FTS5
 * writes distances between numbers, so the gap costs nothing.
 */
export const firstTitled = 2 ** 40;

/** How texts become words: letters and digits, whatever the case and the accents. */
export const tokenizer = "unicode61 remove_diacritics 2";

/**
 * Full text index over `searchedSets`. It follows from the records alone and is made anew when its definition changes.
 * A change of a record notes it in `search_stale`, in the same transaction, and `SearchFollower` brings the index up
 * to date soon after.
 *
 * The texts stand in the records and nowhere else: FTS5 keeps only its index of them. `search_docs` gives a record a
 * number that stays, and keeps 64 bits of the digest of what was indexed (null until then), so that what is stated again
 * is not indexed again. `search_places` says in a few bytes of what kind and conversation an indexed record is:
 * a query that matches many records reads it instead of their keys. `search_numbers` remembers the greatest number of
 * either range that was given to a record which is gone, so that none is given twice. `search_purges` has a row while words of removed
 * records may still stand in the index. `search_version` counts its changes, and its `index_id` is one that no index before had:
 * what readers keep in memory is of that index.
 *
 * Words are found by their first two letters in an index of their own, which FTS5 makes of `prefix`: two letters begin up to
 * half a million records of a million, which it would put in order before it gives the first (figures in `bench/README.md`).
 */
const storage = [
  `CREATE TABLE search_docs (doc_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, conv_id TEXT, key TEXT NOT NULL, part TEXT NOT NULL, digest INTEGER) STRICT`,
  `CREATE INDEX search_docs_by_key ON search_docs (key)`,
  `CREATE TABLE search_places (doc_id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, conv INTEGER) STRICT`,
  `CREATE TABLE search_conversations (conv INTEGER PRIMARY KEY, conv_id TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE search_numbers (least INTEGER PRIMARY KEY, greatest INTEGER NOT NULL) STRICT`,
  `CREATE TRIGGER search_docs_delete AFTER DELETE ON search_docs BEGIN
    UPDATE search_numbers SET greatest = old.doc_id
      WHERE least = (SELECT max(least) FROM search_numbers WHERE least < old.doc_id) AND greatest < old.doc_id;
  END`,
  `CREATE TABLE search_stale (doc_id INTEGER PRIMARY KEY) STRICT`,
  `CREATE TABLE search_purges (purge_id INTEGER PRIMARY KEY, begun INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE search_version (version INTEGER PRIMARY KEY, index_id INTEGER NOT NULL) STRICT`,
  `CREATE VIRTUAL TABLE search_index USING fts5 (text, content = '', contentless_delete = 1, tokenize = "${tokenizer}", prefix = '2')`,
];
const definition = [...storage, ...searchedSets.flatMap(triggersOf)];

/** Makes the index when it is missing or was made by another definition. Reads every searched record once then. */
export function ensureSearchIndex({ sqlite }: WriteStore): { rebuilt: boolean } {
  const existing = sqlite
    .prepare(
      "SELECT type, name, sql FROM sqlite_schema WHERE name GLOB 'search_*' AND name NOT GLOB 'search_index_*' AND sql IS NOT NULL",
    )
    .all()
    .map(schemaObject);
  const known = new Set(existing.map(({ sql }) => sql));
  if (known.size === definition.length && definition.every((sql) => known.has(sql)))
    return { rebuilt: false };
  sqlite
    .transaction(() => {
      for (const type of ["trigger", "table"])
        for (const object of existing.filter((candidate) => candidate.type === type))
          sqlite.exec(`DROP ${type} ${object.name}`);
      for (const sql of definition) sqlite.exec(sql);
      sqlite.exec("INSERT INTO search_version VALUES (0, random())");
      sqlite.exec(
        `INSERT INTO search_numbers VALUES (0, 0), (${String(firstTitled)}, ${String(firstTitled)})`,
      );
      for (const set of searchedSets) sqlite.exec(fillDocs(set));
      sqlite.exec("INSERT INTO search_stale SELECT doc_id FROM search_docs");
      new SearchFollower(sqlite).followAll();
    })
    .immediate();
  return { rebuilt: true };
}

/** Row of the query above, whose columns it names. */
function schemaObject(row: unknown): { type: string; name: string; sql: string } {
  return row as { type: string; name: string; sql: string };
}

/** SQL of the greatest number given so far to records like those of a set. */
function lastNumber({ isTitled }: SearchedSet): string {
  const [least, range] = isTitled
    ? [firstTitled, `doc_id > ${String(firstTitled)}`]
    : [0, `doc_id < ${String(firstTitled)}`];
  return `(SELECT max(greatest, coalesce((SELECT max(doc_id) FROM search_docs WHERE ${range}), 0)) FROM search_numbers WHERE least = ${String(least)})`;
}

function fillDocs(set: SearchedSet): string {
  return `INSERT INTO search_docs (${columns}) SELECT ${lastNumber(set)} + row_number() OVER (), r.*
    FROM (SELECT DISTINCT ${keyValuesOf(set, "t").join(", ")} FROM ${set.table} t) r`;
}

/** A record that goes and comes again before it is indexed keeps its number, and mostly its text. */
function triggersOf(set: SearchedSet): readonly string[] {
  const table = watchedTable(set);
  const { columns: watched, condition } = watchedChange(set);
  return [
    `CREATE TRIGGER search_${table}_insert AFTER INSERT ON ${table} BEGIN
      INSERT INTO search_docs (${columns}) SELECT ${lastNumber(set)} + 1, ${keyValuesOfRow(set, "new").join(", ")} WHERE NOT EXISTS (SELECT 1 FROM search_docs WHERE ${isDocOf(set, "new")});
      ${noteStale(set, "new")}
    END`,
    `CREATE TRIGGER search_${table}_update AFTER UPDATE OF ${watched.join(", ")} ON ${table}
    WHEN ${condition} BEGIN
      ${noteStale(set, "old")}
    END`,
    `CREATE TRIGGER search_${table}_delete AFTER DELETE ON ${table} BEGIN
      ${noteStale(set, "old")}
    END`,
  ];
}

function noteStale(set: SearchedSet, row: string): string {
  return `INSERT INTO search_stale SELECT doc_id FROM search_docs d WHERE ${isDocOf(set, row)} AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.doc_id = d.doc_id);`;
}

/** Finds the row that a trigger is about; its keys never change. */
function isDocOf(set: SearchedSet, row: string): string {
  const [kind, conv, key, part] = keyValuesOfRow(set, row);
  return `key = ${key} AND kind = ${kind} AND conv_id IS ${conv} AND part = ${part}`;
}
