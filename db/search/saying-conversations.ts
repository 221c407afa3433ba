import type { ReadStore } from "../store";
import { DocPlaces } from "./doc-places";
import { integersOf } from "./integer-list";
import { keepingAnswers } from "./kept-answers";
import { frequentLimit, matchExpression } from "./match-text";
import type { NumberSet } from "./number-set";

/** Free text looks at this many matching records, those indexed last first, so that its cost is bounded. */
export const textWindow = 20_000;

/** Conversations of which any record says a text. */
export interface SayingConversations {
  /** Numbers that `search_conversations` gives them. */
  readonly convs: NumberSet;
  /** False when the text matches more records than are looked at: conversations may be missing. */
  readonly is_whole: boolean;
}

/**
 * Blocks belong to every conversation that holds them; everything else says in `search_places` to which it belongs. An
 * answer is kept until the index changes: when it is not, a pass over the index, two where a word is not
 * frequent by itself, some 3 ms for each 20,000 records. Names of conversations are longer to find than their numbers, so
 * whoever needs one looks for it.
 */
export const conversationsSaying = keepingAnswers((store, { text, isPhrase }) =>
  // What is found and where it belongs are read of one state of the store.
  store.sqlite.transaction((): SayingConversations => {
    // What is frequent by itself is not taken for the beginning of other words (`cheapestExpression`).
    const exact = matchExpression(text, true);
    const saying = docsSaying(store, exact);
    const whole = matchExpression(text, isPhrase);
    const found = whole === exact || saying.length > frequentLimit ? saying : docsSaying(store, whole);
    const { convs, blocks } = DocPlaces.of(store).placesOf(found.slice(0, textWindow));
    for (const conv of holdersOf(store, blocks)) convs.add(conv);
    return { convs, is_whole: found.length <= textWindow };
  })(),
);

const newestSaying = `SELECT group_concat(rowid) FROM
  (SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ${String(textWindow + 1)})`;
/** Tables and not the views of them: a place names its turn and phase besides, and a block stands in many places of one conversation. */
const holdingBlocks = `SELECT group_concat(s.conv) FROM (
    SELECT DISTINCT k.conv_key FROM json_each(?) j
    CROSS JOIN search_docs d ON d.doc_id = j.value
    CROSS JOIN block_keys b ON b.block_id = d.key AND b.content_hash = d.part
    CROSS JOIN snapshot_block_rows r ON r.block_key = b.block_key
    CROSS JOIN snapshot_keys k ON k.snapshot_key = r.snapshot_key) h
  CROSS JOIN conversation_keys c ON c.conv_key = h.conv_key
  CROSS JOIN search_conversations s ON s.conv_id = c.conv_id`;

/** The newest records that match, one more than are looked at. */
function docsSaying({ sqlite }: ReadStore, match: string): readonly number[] {
  return integersOf(sqlite.prepare(newestSaying).pluck().get(match));
}

/** Conversations that hold some blocks. */
function holdersOf({ sqlite }: ReadStore, blocks: readonly number[]): readonly number[] {
  if (blocks.length === 0) return [];
  return integersOf(sqlite.prepare(holdingBlocks).pluck().get(JSON.stringify(blocks)));
}
