import type { ReadStore } from "../store";
import { keepingAnswers } from "./kept-answers";
import { cheapestExpression } from "./match-text";
import { kindNumber } from "./searched-sets";

/** Free text looks at this many matching records, those indexed last first, so that its cost is bounded. */
export const textWindow = 20_000;

/** Conversations of which any record says a text. */
export interface SayingConversations {
  readonly ids: ReadonlySet<string>;
  /** False when the text matches more records than are looked at: conversations may be missing. */
  readonly is_whole: boolean;
}

/**
 * Blocks belong to every conversation that holds them; everything else says in `search_places` to which it belongs. An
 * answer is kept until the index changes: about 1 us for each matching record, 20 ms at most, when it is not.
 */
export const conversationsSaying = keepingAnswers((store, { text, isPhrase }) =>
  read(store, cheapestExpression(store, text, isPhrase)),
);

const found = `(SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT ${String(textWindow)}) f
  CROSS JOIN search_places p ON p.doc_id = f.doc_id`;

/** Null among them stands for what belongs to no conversation by itself. */
const ofRecords = `SELECT c.conv_id FROM (SELECT DISTINCT p.conv FROM ${found}) n LEFT JOIN search_conversations c ON c.conv = n.conv`;
const ofBlocks = `SELECT DISTINCT b.conv_id FROM ${found} AND p.kind = ${String(kindNumber("block"))} CROSS JOIN search_docs d ON d.doc_id = f.doc_id
  CROSS JOIN snapshot_blocks b ON b.block_id = d.key AND b.content_hash = d.part`;
const beyondWindow = "SELECT 1 FROM search_index WHERE search_index MATCH @match LIMIT 1 OFFSET @window";

function read({ sqlite }: ReadStore, match: string): SayingConversations {
  const column = (statement: string): unknown[] => sqlite.prepare(statement).pluck().all({ match });
  const ids = new Set<string>();
  const add = (id: unknown): void => {
    if (typeof id === "string") ids.add(id);
  };
  const own = column(ofRecords);
  own.forEach(add);
  if (own.includes(null)) column(ofBlocks).forEach(add);
  const beyond = sqlite.prepare(beyondWindow).get({ match, window: textWindow });
  return { ids, is_whole: beyond === undefined };
}
