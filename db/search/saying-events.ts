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

const kinds = (...names: readonly string[]): string => names.map(kindNumber).join(", ");

/** The index is passed over once, for subjects and failures together. */
const found = `WITH f AS MATERIALIZED (SELECT p.doc_id, p.kind FROM
    (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH @match ORDER BY rowid DESC LIMIT ${String(eventTextWindow)}) i
    CROSS JOIN search_places p ON p.doc_id = i.doc_id)
  SELECT (SELECT json_group_array(s.subject_key) FROM f CROSS JOIN search_docs d ON d.doc_id = f.doc_id
      CROSS JOIN conversation_keys k ON k.conv_id = d.conv_id CROSS JOIN subjects s ON s.name = d.key AND s.conv_key = k.conv_key
      WHERE f.kind IN (${kinds("entity", "tool_call", "model_call")})),
    (SELECT json_group_array(e.event_ordinal) FROM f CROSS JOIN search_docs d ON d.doc_id = f.doc_id
      CROSS JOIN errors e ON e.error_id = d.key WHERE f.kind = ${kinds("error")} AND e.event_ordinal IS NOT NULL)`;

/** Kept until the index changes. */
export const eventsSaying = keepingAnswers((store, { text, isPhrase }): SayingEvents => {
  const match = cheapestExpression(store, text, isPhrase);
  const row: unknown = store.sqlite.prepare(found).raw().get({ match });
  const [subjects, ordinals] = Array.isArray(row) ? row.map(String) : [];
  return { subjects: subjects ?? "[]", ordinals: ordinals ?? "[]" };
});
