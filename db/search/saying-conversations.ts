import type { ReadStore } from "../store";
import { keepingAnswers } from "./kept-answers";
import { cheapestExpression } from "./match-text";

/** Free text looks at this many matching records, those indexed last first, so that its cost is bounded. */
export const textWindow = 20_000;

/** Conversations of which any record says a text. */
export interface SayingConversations {
  /** Numbers that `search_conversations` gives them. */
  readonly convs: ReadonlySet<number>;
  /** False when the text matches more records than are looked at: conversations may be missing. */
  readonly is_whole: boolean;
}

/**
 * Blocks belong to every conversation that holds them; everything else says in `search_places` to which it belongs. An
 * answer is kept until the index changes: when it is not, one pass over the index, about 0.3 us for each matching record and 6 ms at
 * most. Names of conversations are longer to find than their numbers, so whoever needs one looks for it.
 */
export const conversationsSaying = keepingAnswers((store, { text, isPhrase }) =>
  read(store, cheapestExpression(store, text, isPhrase)),
);

/** A record that belongs to no conversation by itself is there with its own number, below zero. */
const found = `SELECT group_concat(coalesce(p.conv, -p.doc_id)) FROM
  (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT ${String(textWindow + 1)}) f
  CROSS JOIN search_places p ON p.doc_id = f.doc_id`;
const holdingBlocks = `SELECT group_concat(DISTINCT c.conv) FROM json_each(@docs) j
  CROSS JOIN search_docs d ON d.doc_id = j.value AND d.kind = 'block'
  CROSS JOIN snapshot_blocks b ON b.block_id = d.key AND b.content_hash = d.part
  CROSS JOIN search_conversations c ON c.conv_id = b.conv_id`;

function read({ sqlite }: ReadStore, match: string): SayingConversations {
  // One text is handed over in a fraction of the time that thousands of rows take.
  const numbers = (statement: string, given: object): number[] => {
    const list: unknown = sqlite.prepare(statement).pluck().get(given);
    return typeof list === "string" ? list.split(",").map(Number) : [];
  };
  const places = numbers(found, { match });
  const is_whole = places.length <= textWindow;
  const looked = is_whole ? places : places.slice(0, textWindow);
  const loose = looked.filter((number) => number < 0).map((number) => -number);
  const held = loose.length === 0 ? [] : numbers(holdingBlocks, { docs: JSON.stringify(loose) });
  return { convs: new Set([...looked.filter((number) => number >= 0), ...held]), is_whole };
}
