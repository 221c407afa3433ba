import type { WriteStore } from "../store";
import { SearchFollower } from "./search-follower";
import { keyValuesOf, searchedSets, watchedColumns, type SearchedSet } from "./searched-sets";

const columns = "kind, conv_id, key, part";

/**
 * Full text index over `searchedSets`. It follows from the records alone and is made anew when its definition changes.
 * A change of a record notes it in `search_stale`, in the same transaction, and `SearchFollower` brings the index up
 * to date soon after.
 *
 * `search_docs` holds the readable text of a row as it was indexed, which in the records lies inside JSON, and gives
 * it a number that stays; FTS5 keeps only its index of it. The text is null until it is indexed.
 */
const tables = [
  `CREATE TABLE search_docs (doc_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, conv_id TEXT, key TEXT NOT NULL, part TEXT NOT NULL, text TEXT) STRICT`,
  `CREATE INDEX search_docs_by_key ON search_docs (key)`,
  `CREATE TABLE search_stale (doc_id INTEGER PRIMARY KEY) STRICT`,
  `CREATE VIRTUAL TABLE search_index USING fts5 (text, content = 'search_docs', content_rowid = 'doc_id', tokenize = "unicode61 remove_diacritics 2")`,
  `CREATE TRIGGER search_docs_update AFTER UPDATE OF text ON search_docs WHEN new.text IS NOT old.text BEGIN
    INSERT INTO search_index (search_index, rowid, text) SELECT 'delete', old.doc_id, old.text WHERE old.text IS NOT NULL;
    INSERT INTO search_index (rowid, text) SELECT new.doc_id, new.text WHERE new.text IS NOT NULL;
  END`,
];
const definition = [...tables, ...searchedSets.flatMap(triggersOf)];

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
      // What was deleted must not stay readable in the index.
      sqlite.exec("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)");
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

function fillDocs(set: SearchedSet): string {
  return `INSERT INTO search_docs (${columns}) SELECT ${keyValuesOf(set, "t").join(", ")} FROM ${set.table} t`;
}

/** A record that goes and comes again before it is indexed keeps its number, and mostly its text. */
function triggersOf(set: SearchedSet): readonly string[] {
  const { table } = set;
  const watched = watchedColumns(set);
  return [
    `CREATE TRIGGER search_${table}_insert AFTER INSERT ON ${table} BEGIN
      INSERT INTO search_docs (${columns}) SELECT ${keyValuesOf(set, "new").join(", ")} WHERE NOT EXISTS (SELECT 1 FROM search_docs WHERE ${isDocOf(set, "new")});
      ${noteStale(set, "new")}
    END`,
    `CREATE TRIGGER search_${table}_update AFTER UPDATE OF ${watched.join(", ")} ON ${table}
    WHEN ${watched.map((column) => `new.${column} IS NOT old.${column}`).join(" OR ")} BEGIN
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
  const [kind, conv, key, part] = keyValuesOf(set, row);
  return `key = ${key} AND kind = ${kind} AND conv_id IS ${conv} AND part = ${part}`;
}
