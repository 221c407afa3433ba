import type { ReadStore } from "../store";
import { keepingAnswers } from "./kept-answers";
import { frequentLimit, matchExpression } from "./match-text";

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
 * answer is kept until the index changes: when it is not, a pass over the index, two where a word is not
 * frequent by itself, about 0.3 us for each matching record and 6 ms at most for each. Names of conversations are longer to find than their numbers, so whoever needs one looks for it.
 */
export const conversationsSaying = keepingAnswers((store, { text, isPhrase }) => {
  // What is frequent by itself is not taken for the beginning of other words (`cheapestExpression`).
  const exact = matchExpression(text, true);
  const places = placesOf(store, exact);
  const whole = matchExpression(text, isPhrase);
  return read(store, whole === exact || places.length > frequentLimit ? places : placesOf(store, whole));
});

/** A record that belongs to no conversation by itself is there with its own number, below zero. */
const foundPlaces = `SELECT group_concat(coalesce(p.conv, -p.doc_id)) FROM
  (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT ${String(textWindow + 1)}) f
  CROSS JOIN search_places p ON p.doc_id = f.doc_id`;
const holdingBlocks = `SELECT group_concat(DISTINCT c.conv) FROM json_each(@docs) j
  CROSS JOIN search_docs d ON d.doc_id = j.value AND d.kind = 'block'
  CROSS JOIN snapshot_blocks_by_id b ON b.block_id = d.key AND b.content_hash = d.part
  CROSS JOIN search_conversations c ON c.conv_id = b.conv_id`;

/** Conversations of the newest records that match, one more than are looked at; records of none, below zero. */
function placesOf({ sqlite }: ReadStore, match: string): readonly number[] {
  return integers(sqlite.prepare(foundPlaces).pluck().get({ match }));
}

function read({ sqlite }: ReadStore, places: readonly number[]): SayingConversations {
  const convs = new Set<number>();
  const loose: number[] = [];
  for (const place of places.slice(0, textWindow)) {
    if (place >= 0) convs.add(place);
    else loose.push(-place);
  }
  if (loose.length > 0) {
    const held: unknown = sqlite
      .prepare(holdingBlocks)
      .pluck()
      .get({ docs: JSON.stringify(loose) });
    for (const conv of integers(held)) convs.add(conv);
  }
  return { convs, is_whole: places.length <= textWindow };
}

/**
 * Integers that `group_concat` put between commas: one text is handed over in a fraction of the time that thousands of
 * rows take. No integer where there was no row.
 */
function integers(list: unknown): number[] {
  const found: number[] = [];
  if (typeof list !== "string") return found;
  let [value, sign] = [0, 1];
  for (let at = 0; at < list.length; at += 1) {
    const code = list.charCodeAt(at);
    if (code === comma) {
      found.push(sign * value);
      [value, sign] = [0, 1];
    } else if (code === minus) sign = -1;
    else value = value * 10 + code - zero;
  }
  found.push(sign * value);
  return found;
}

const [comma, minus, zero] = [44, 45, 48];
