import Database from "better-sqlite3";
import type { ReadStore } from "../store";
import { RecordTexts, type SearchedRecord } from "./record-texts";
import { tokenizer } from "./search-index";

/** Words of a snippet. */
const words = 14;

/**
 * The words of records around what a full text expression finds in them, found words between U+0001 and U+0002; undefined for a
 * record that is gone. The index holds no texts, so they are read from the records and searched once more in a database in
 * memory, by the same tokenizer: accents and beginnings of words count there as they do in the index. O(text of the records):
 * for what is shown, not for all that is found.
 */
export class TextSnippets {
  readonly #memory = new Database(":memory:");
  readonly #clear: Database.Statement;
  readonly #add: Database.Statement;
  readonly #find: Database.Statement;
  readonly #texts: RecordTexts;

  constructor({ sqlite }: ReadStore) {
    this.#texts = new RecordTexts(sqlite);
    this.#memory.exec(`CREATE VIRTUAL TABLE found USING fts5 (text, tokenize = "${tokenizer}")`);
    this.#clear = this.#memory.prepare("DELETE FROM found");
    this.#add = this.#memory.prepare("INSERT INTO found (rowid, text) VALUES (?, ?)");
    this.#find = this.#memory
      .prepare(
        `SELECT rowid, snippet(found, 0, char(1), char(2), '…', ${String(words)}) FROM found WHERE found MATCH ?`,
      )
      .raw();
  }

  of(match: string, records: readonly SearchedRecord[]): readonly (string | undefined)[] {
    const texts = records.map((record) => this.#texts.of(record));
    const found = this.#memory.transaction(() => {
      this.#clear.run();
      for (const [at, text] of texts.entries()) if (text !== undefined) this.#add.run(at, text);
      return new Map(this.#find.all(match).map(snippetRow));
    })();
    // What was changed since it was indexed may no longer say what it was found by: then its beginning is shown.
    return texts.map((text, at) => (text === undefined ? undefined : (found.get(at) ?? beginningOf(text))));
  }
}

function beginningOf(text: string): string {
  const [beginning = ""] = new RegExp(`^\\s*(\\S+\\s*){0,${String(words)}}`).exec(text) ?? [];
  return beginning.length < text.length ? `${beginning.trimEnd()}…` : beginning;
}

/** Row of the query above: number and snippet. */
function snippetRow(row: unknown): readonly [number, string] {
  return row as readonly [number, string];
}
