import { hash } from "node:crypto";
import type Database from "better-sqlite3";
import { z } from "zod";
import { RecordTexts, type SearchedRecord } from "./record-texts";
import { kindNumber } from "./searched-sets";

/** Records of one transaction at most: some tens of milliseconds. */
const sliceSize = 500;
/** Pages of the index that one piece of purging writes. */
const purgePages = 250;

const docSchema = z.object({
  kind: z.string(),
  conv_id: z.string().nullable(),
  key: z.string(),
  part: z.string(),
  digest: z.bigint().nullable(),
});

/**
 * Brings the text index up to date with the records that changed since it last ran. Triggers only note which those
 * are: FTS5 writes a piece of index to the disk whenever it is given a smaller row number than before, so a text that
 * grows while it streams is better indexed once a second than with each change, and many records in the order of
 * their numbers.
 */
export class SearchFollower {
  readonly #texts: RecordTexts;
  readonly #stale: Database.Statement;
  readonly #doc: Database.Statement;
  readonly #steps: Readonly<Record<Step, Database.Statement>>;
  readonly #conversation: Database.Statement;
  readonly #purge: Database.Statement;
  readonly #changes: Database.Statement;

  constructor(private readonly sqlite: Database.Database) {
    this.#texts = new RecordTexts(sqlite);
    this.#stale = sqlite.prepare("SELECT doc_id FROM search_stale ORDER BY doc_id LIMIT ?").pluck();
    this.#doc = sqlite.prepare("SELECT kind, conv_id, key, part, digest FROM search_docs WHERE doc_id = ?");
    this.#conversation = sqlite.prepare("SELECT conv FROM search_conversations WHERE conv_id = ?").pluck();
    this.#purge = sqlite.prepare("SELECT begun FROM search_purges LIMIT 1").pluck();
    this.#changes = sqlite.prepare("SELECT total_changes()").pluck();
    this.#steps = mapSteps((sql) => sqlite.prepare(sql));
  }

  /** Indexes a slice of what changed, or else purges a slice of the index, in one transaction; true when there is more. */
  follow(): boolean {
    const stale = this.#stale.all(sliceSize).map(Number);
    if (stale.length === 0) return this.#purgeSome();
    this.sqlite.transaction(() => {
      for (const doc of stale) this.#followOne(doc);
      this.#steps.newVersion.run();
    })();
    return stale.length === sliceSize || this.#purge.get() !== undefined;
  }

  /** Whether records changed that are not indexed yet. One probe. */
  get isBehind(): boolean {
    return this.#stale.get(1) !== undefined;
  }

  /** Indexes everything that changed. O(changed records). */
  followAll(): void {
    while (this.isBehind) this.follow();
  }

  /**
   * Has the words of what was removed taken out of the index for good, bit by bit: FTS5 only marks a deleted text and
   * drops its words when it merges them with others. O(index) in all.
   */
  purge(): void {
    this.#steps.notePurge.run();
  }

  #followOne(doc: number): void {
    const row = this.#doc.get(doc);
    if (row !== undefined) this.#index(doc, docSchema.parse(row));
    this.#steps.done.run(doc);
  }

  #index(doc: number, { digest, ...record }: z.infer<typeof docSchema>): void {
    const text = this.#texts.of(record);
    if (text === undefined) {
      for (const step of ["unindex", "unplace", "forget"] as const) this.#steps[step].run(doc);
      if (record.conv_id !== null) this.#steps.forgetConversation.run({ conv_id: record.conv_id });
      return;
    }
    const now = digestOf(text);
    if (now === digest) return;
    if (digest === null) this.#place(doc, record);
    else this.#steps.unindex.run(doc);
    this.#steps.index.run(doc, text);
    this.#steps.noteDigest.run(now, doc);
  }

  #place(doc: number, { kind, conv_id }: SearchedRecord): void {
    if (conv_id !== null) this.#steps.nameConversation.run(conv_id);
    const conv = conv_id === null ? null : this.#conversation.get(conv_id);
    this.#steps.place.run(doc, kindNumber(kind), conv);
  }

  /** One piece of a purge; true when more is to be done. */
  #purgeSome(): boolean {
    const begun = this.#purge.get();
    if (begun === undefined) return false;
    return this.sqlite.transaction(() => {
      const before = Number(this.#changes.get());
      // A negative number takes in every piece of the index; those that follow go on with that.
      this.#steps.merge.run(begun === 0n ? -purgePages : purgePages);
      this.#steps.beginPurge.run();
      // FTS5 counts one change for the command itself.
      const isOver = Number(this.#changes.get()) - before < 3;
      if (isOver) this.#steps.endPurge.run();
      return !isOver;
    })();
  }
}

const steps = {
  index: "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
  unindex: "DELETE FROM search_index WHERE rowid = ?",
  noteDigest: "UPDATE search_docs SET digest = ? WHERE doc_id = ?",
  place: "INSERT OR REPLACE INTO search_places VALUES (?, ?, ?)",
  unplace: "DELETE FROM search_places WHERE doc_id = ?",
  forget: "DELETE FROM search_docs WHERE doc_id = ?",
  nameConversation: "INSERT INTO search_conversations (conv_id) VALUES (?) ON CONFLICT DO NOTHING",
  forgetConversation:
    "DELETE FROM search_conversations WHERE conv_id = @conv_id AND NOT EXISTS (SELECT 1 FROM search_docs WHERE key = @conv_id AND kind = 'conversation')",
  done: "DELETE FROM search_stale WHERE doc_id = ?",
  newVersion: "UPDATE search_version SET version = version + 1",
  merge: "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)",
  notePurge: "INSERT OR REPLACE INTO search_purges VALUES (1, 0)",
  beginPurge: "UPDATE search_purges SET begun = 1",
  endPurge: "DELETE FROM search_purges",
} as const;
type Step = keyof typeof steps;

function mapSteps<T>(of: (sql: string) => T): Record<Step, T> {
  // The keys are those of `steps`.
  return Object.fromEntries(Object.entries(steps).map(([name, sql]) => [name, of(sql)])) as Record<Step, T>;
}

/** 64 bits of a digest: two texts of one record that share them would be taken for the same. */
function digestOf(text: string): bigint {
  return hash("sha256", text, "buffer").readBigInt64LE();
}
