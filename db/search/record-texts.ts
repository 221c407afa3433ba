import type Database from "better-sqlite3";
import { indexedText } from "./indexed-text";
import { searchedSets, type SearchedSet } from "./searched-sets";

/** What names a record in `search_docs`. */
export interface SearchedRecord {
  readonly kind: string;
  readonly conv_id: string | null;
  readonly key: string;
  readonly part: string;
}

/**
 * Reads the text of records out of the records themselves: what is indexed, and what snippets show, so that nothing is
 * ever shown that the record does not keep. One probe of an index for each.
 */
export class RecordTexts {
  readonly #statements = new Map<string, { set: SearchedSet; statement: Database.Statement }>();

  constructor(sqlite: Database.Database) {
    for (const set of searchedSets)
      this.#statements.set(set.kind, { set, statement: sqlite.prepare(selectOf(set)).raw() });
  }

  /** The text that a record has now; undefined when the record is gone. */
  of({ kind, conv_id, key, part }: SearchedRecord): string | undefined {
    const known = this.#statements.get(kind);
    if (known === undefined) return undefined;
    const { set, statement } = known;
    const rows = statement.all({ key, part, ...(set.conv === undefined ? {} : { conv_id }) }).map(columns);
    if (rows.length === 0) return undefined;
    const plain = set.texts.length;
    return indexedText(rows.map((row) => ({ texts: row.slice(0, plain), json: row.slice(plain) })));
  }
}

/** Selects the plain columns of a row, then the string values of its JSON columns. */
function selectOf({ table, rows, conv, key, parts, texts, json }: SearchedSet): string {
  const values = json.map(
    (column) =>
      `(SELECT group_concat(atom, ' ') FROM json_tree(CASE WHEN json_valid(t.${column}) THEN t.${column} END) WHERE type = 'text')`,
  );
  const where = [
    ...(conv === undefined ? [] : [`t.${conv} IS @conv_id`]),
    `t.${key} = @key`,
    parts.length === 0 ? "@part = ''" : `${parts.map((column) => `t.${column}`).join(" || ' ' || ")} = @part`,
  ];
  return `SELECT ${[...texts.map((column) => `t.${column}`), ...values].join(", ")} FROM ${rows?.by_id ?? table} t WHERE ${where.join(" AND ")}`;
}

/** Row of the query above: only texts are selected. */
function columns(row: unknown): readonly (string | null)[] {
  return row as readonly (string | null)[];
}
