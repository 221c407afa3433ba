import { z } from "zod";
import type { ReadStore } from "../store";
import { firstTitled } from "./search-index";
import type { SearchedRecord } from "./record-texts";

/** A record whose text was found. */
export interface TextHit extends SearchedRecord {
  readonly doc_id: number;
}

const hitSchema = z.object({
  doc_id: z.bigint().transform(Number),
  kind: z.string(),
  conv_id: z.string().nullable(),
  key: z.string(),
  part: z.string(),
});

/** Numbers from `from` up to below `before`. */
export interface IndexSlice {
  readonly from: number;
  readonly before: number;
}

/**
 * Records in a slice of the index, those indexed last first. `match` is an FTS5 expression. Ends when it has found
 * enough, so a common word costs little; at most O(matches in the slice).
 */
export function findTextInSlice(
  { sqlite }: ReadStore,
  match: string,
  { from, before }: IndexSlice,
  limit: number,
): readonly TextHit[] {
  return z.array(hitSchema).parse(
    sqlite
      .prepare(
        `SELECT d.doc_id, d.kind, d.conv_id, d.key, d.part FROM search_index CROSS JOIN search_docs d ON d.doc_id = search_index.rowid
         WHERE search_index MATCH ? AND search_index.rowid < ? AND search_index.rowid >= ? ORDER BY search_index.rowid DESC LIMIT ?`,
      )
      .all(match, before, from, limit),
  );
}

/** Numbers of one statement: FTS5 passes over a million matches in some 40 ms. */
const sliceSize = 1_000_000;

/**
 * The whole index: what has a title, then the rest, each from its end on. A single word ends as soon as enough is found, and FTS5 puts
 * all words that begin with it in order whatever the slice is, so for that one slice is all.
 */
export function* slicesOfIndex({ sqlite }: ReadStore, isOneWord: boolean): Generator<IndexSlice> {
  if (isOneWord) {
    yield { from: 0, before: Number.MAX_SAFE_INTEGER };
    return;
  }
  const last = sqlite.prepare("SELECT max(doc_id) FROM search_docs WHERE doc_id < ?").pluck();
  for (const [from, end] of [
    [firstTitled, Number.MAX_SAFE_INTEGER],
    [0, firstTitled],
  ] as const) {
    for (let before = Number(last.get(end) ?? 0) + 1; before > from + 1; before -= sliceSize)
      yield { from: Math.max(from, before - sliceSize), before };
  }
}

/** A snapshot that holds a block: its parts as references name them. */
export function snapshotOfBlock(
  { sqlite }: ReadStore,
  blockId: string,
  contentHash: string,
): readonly string[] | undefined {
  const row = sqlite
    .prepare(
      "SELECT conv_id, turn_id, phase, snapshot_at_ms FROM snapshot_blocks_by_id WHERE block_id = ? AND content_hash = ? ORDER BY snapshot_at_ms LIMIT 1",
    )
    .raw()
    .get(blockId, contentHash);
  return Array.isArray(row) ? row.map(String) : undefined;
}

/** Where an entity stands: as its runtime stored it, or as it was recomputed where it did not. */
export function originOfEntity(
  { sqlite }: ReadStore,
  convId: string,
  entityId: string,
  kind: string,
): string | undefined {
  const origin: unknown = sqlite
    .prepare(
      "SELECT origin FROM entities_by_id WHERE conv_id = ? AND entity_id = ? AND kind = ? ORDER BY origin = 'stored' DESC LIMIT 1",
    )
    .pluck()
    .get(convId, entityId, kind);
  return typeof origin === "string" ? origin : undefined;
}

/** Reference of what a note is on, `kind:id`. */
export function subjectOfNote({ sqlite }: ReadStore, noteId: string): string | undefined {
  const ref: unknown = sqlite
    .prepare("SELECT subject_kind || ':' || subject_id FROM notes WHERE note_id = ?")
    .pluck()
    .get(noteId);
  return typeof ref === "string" ? ref : undefined;
}
