import { keepingAnswers } from "./kept-answers";
import { cheapestExpression } from "./match-text";
import { kindNumber } from "./searched-sets";

/** A list of envelopes looks at this many matching records, those indexed last first: each takes some 6 us to place. */
export const eventTextWindow = 4_000;

/** Envelopes that are about a record that says a text, as JSON lists. */
export interface SayingEvents {
  /** Keys of the messages and calls that say it. */
  readonly subjects: string;
  /** Ordinals of the envelopes that show a failure which says it. */
  readonly ordinals: string;
}

const found = (kinds: readonly string[]): string => `(SELECT d.conv_id, d.key FROM
    (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT ${String(eventTextWindow)}) f
    CROSS JOIN search_places p ON p.doc_id = f.doc_id AND p.kind IN (${kinds.map(kindNumber).join(", ")})
    CROSS JOIN search_docs d ON d.doc_id = f.doc_id)`;

const subjects = `SELECT json_group_array(s.subject_key) FROM ${found(["entity", "tool_call", "model_call"])} r
  CROSS JOIN conversation_keys k ON k.conv_id = r.conv_id CROSS JOIN subjects s ON s.name = r.key AND s.conv_key = k.conv_key`;
const ordinals = `SELECT json_group_array(e.event_ordinal) FROM ${found(["error"])} r
  CROSS JOIN errors e ON e.error_id = r.key WHERE e.event_ordinal IS NOT NULL`;

/** Kept until the index changes. */
export const eventsSaying = keepingAnswers((store, { text, isPhrase }): SayingEvents => {
  const match = cheapestExpression(store, text, isPhrase);
  const read = (statement: string): string => String(store.sqlite.prepare(statement).pluck().get({ match }));
  return { subjects: read(subjects), ordinals: read(ordinals) };
});
