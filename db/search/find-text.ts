import { z } from "zod";
import type { ReadStore } from "../store";

/** A record whose text was found, and the words around the first place. */
export interface TextHit {
  readonly doc_id: number;
  readonly kind: string;
  readonly conv_id: string | null;
  readonly key: string;
  readonly part: string;
  /** Found words stand between U+0001 and U+0002. */
  readonly snippet: string;
}

/** Numbers of the index that one statement looks at, so that it is short however common the words are. */
export const sliceSize = 100_000;

const hitSchema = z.object({
  doc_id: z.bigint().transform(Number),
  kind: z.string(),
  conv_id: z.string().nullable(),
  key: z.string(),
  part: z.string(),
  snippet: z.string(),
});

/** Records in one slice of the index below `before`, those indexed last first. `match` is an FTS5 expression. */
export function findTextInSlice(
  { sqlite }: ReadStore,
  match: string,
  before: number,
  limit: number,
): readonly TextHit[] {
  return z.array(hitSchema).parse(
    sqlite
      .prepare(
        `SELECT d.doc_id, d.kind, d.conv_id, d.key, d.part, snippet(search_index, 0, char(1), char(2), '…', 14) AS snippet
         FROM search_index CROSS JOIN search_docs d ON d.doc_id = search_index.rowid
         WHERE search_index MATCH ? AND search_index.rowid < ? AND search_index.rowid >= ? ORDER BY search_index.rowid DESC LIMIT ?`,
      )
      .all(match, before, before - sliceSize, limit),
  );
}

/** First number behind the index. */
export function endOfIndex({ sqlite }: ReadStore): number {
  return Number(sqlite.prepare("SELECT coalesce(max(doc_id), 0) + 1 FROM search_docs").pluck().get());
}

/** A snapshot that holds a block: its parts as references name them. */
export function snapshotOfBlock(
  { sqlite }: ReadStore,
  blockId: string,
  contentHash: string,
): readonly string[] | undefined {
  const row = sqlite
    .prepare(
      "SELECT conv_id, turn_id, phase, snapshot_at_ms FROM snapshot_blocks WHERE block_id = ? AND content_hash = ? ORDER BY snapshot_at_ms LIMIT 1",
    )
    .raw()
    .get(blockId, contentHash);
  return Array.isArray(row) ? row.map(String) : undefined;
}
