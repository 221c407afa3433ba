import { sql, type SQL } from "drizzle-orm";
import type { TextTerm } from "@/lib/domain/query/query";
import { matchExpression } from "../../search/match-text";

/** Free text looks at this many matching records, those indexed last first, so that its cost is bounded. */
export const textWindow = 50_000;

/** Rows (kind, conv_id, key, part) of records of some kinds that say the text. */
export function recordsSaying(term: TextTerm, ...kinds: readonly string[]): SQL {
  const match = matchExpression(term.text, term.isPhrase);
  return sql`(SELECT d.kind, d.conv_id, d.key, d.part FROM
    (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${textWindow}) f
    CROSS JOIN search_docs d ON d.doc_id = f.doc_id WHERE d.kind IN ${[...kinds]})`;
}

/** Conversations of which any record says the text. Blocks belong to every conversation that holds them. */
export function conversationsSaying(term: TextTerm): SQL {
  const match = matchExpression(term.text, term.isPhrase);
  return sql`(WITH d AS MATERIALIZED (SELECT d.kind, d.conv_id, d.key, d.part FROM
      (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${textWindow}) f
      CROSS JOIN search_docs d ON d.doc_id = f.doc_id)
    SELECT d.conv_id FROM d WHERE d.conv_id IS NOT NULL
    UNION SELECT b.conv_id FROM d CROSS JOIN snapshot_blocks b ON b.block_id = d.key AND b.content_hash = d.part WHERE d.kind = 'block')`;
}
