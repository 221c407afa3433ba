import { sql, type SQL } from "drizzle-orm";
import type { TextTerm } from "@/lib/domain/query/query";
import type { ReadStore } from "../../store";
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

/** Conversations that say a text, as a JSON list, by the term of a request. */
const found = new WeakMap<TextTerm, string>();

/**
 * Conversations of which any record says the text, as a JSON list. Blocks belong to every conversation that holds them.
 * The index is read once per request: its terms are read anew for every request, and a page, its count and each facet
 * ask for the same ones.
 */
export function conversationsSaying({ sqlite }: ReadStore, term: TextTerm): string {
  const known = found.get(term);
  if (known !== undefined) return known;
  const statement = sqlite.prepare(
    `WITH d AS MATERIALIZED (SELECT d.kind, d.conv_id, d.key, d.part FROM
       (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ${String(textWindow)}) f
       CROSS JOIN search_docs d ON d.doc_id = f.doc_id)
     SELECT json_group_array(conv_id) FROM (
       SELECT d.conv_id FROM d WHERE d.conv_id IS NOT NULL
       UNION SELECT b.conv_id FROM d CROSS JOIN snapshot_blocks b ON b.block_id = d.key AND b.content_hash = d.part WHERE d.kind = 'block')`,
  );
  const ids = String(statement.pluck().get(matchExpression(term.text, term.isPhrase)));
  found.set(term, ids);
  return ids;
}
