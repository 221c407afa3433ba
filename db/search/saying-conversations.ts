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

const found = `found AS MATERIALIZED (SELECT p.doc_id, p.kind, p.conv FROM
    (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT @window) f
    CROSS JOIN search_places p ON p.doc_id = f.doc_id)`;

/** Matches, conversations one a row, then those that hold a block. The first column tells them apart. */
const statement = `WITH ${found}
  SELECT 0, count(*) FROM found
  UNION ALL SELECT 1, c.conv_id FROM (SELECT DISTINCT conv FROM found WHERE conv IS NOT NULL) n CROSS JOIN search_conversations c ON c.conv = n.conv
  UNION ALL SELECT 1, b.conv_id FROM found CROSS JOIN search_docs d ON d.doc_id = found.doc_id
    CROSS JOIN snapshot_blocks b ON b.block_id = d.key AND b.content_hash = d.part WHERE found.kind = ${String(kindNumber("block"))}`;

function read({ sqlite }: ReadStore, match: string): SayingConversations {
  const rows = sqlite.prepare(statement).raw().all({ match, window: textWindow }).map(answerRow);
  const matches = rows.find(([kind]) => kind === 0n)?.[1] ?? 0n;
  const ids = rows.flatMap(([kind, value]) => (kind === 1n ? [String(value)] : []));
  return { ids: new Set(ids), is_whole: Number(matches) < textWindow };
}

/** Row of the statement above. */
function answerRow(row: unknown): readonly [bigint, bigint | string] {
  return row as readonly [bigint, bigint | string];
}
