import { sql, type SQL } from "drizzle-orm";
import type { TextTerm } from "@/lib/domain/query/query";
import type { ReadStore } from "../../store";
import { matchExpression } from "../../search/match-text";
import type { NumberSet } from "../../search/number-set";
import { conversationsSaying, textWindow } from "../../search/saying-conversations";
import { kindNumber } from "../../search/searched-sets";

/** Rows (kind, conv_id, key, part) of records of some kinds that say the text. */
export function recordsSaying(term: TextTerm, ...kinds: readonly string[]): SQL {
  const match = matchExpression(term.text, term.isPhrase);
  return sql`(SELECT d.kind, d.conv_id, d.key, d.part FROM
    (SELECT rowid AS doc_id FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${textWindow}) f
    CROSS JOIN search_places p ON p.doc_id = f.doc_id AND p.kind IN ${kinds.map(kindNumber)}
    CROSS JOIN search_docs d ON d.doc_id = f.doc_id)`;
}

/** Up to this many conversations a condition names them; more are asked one by one, as a walk meets them. */
export const namedLimit = 2_000;

/** What `says` is asked by number: one entry for each term of the requests that are being answered. */
const asked = new Map<number, WeakRef<NumberSet>>();
/** Keeps an answer as long as the term that asked. */
const answers = new WeakMap<TextTerm, { readonly number: number; readonly convs: NumberSet }>();
const gone = new FinalizationRegistry((number: number) => asked.delete(number));
let numbers = 0;
const withFunction = new WeakSet<ReadStore>();

/** SQL that a conversation says a text. */
export function sayingCondition(store: ReadStore, term: TextTerm, convId: SQL): SQL {
  const { convs } = conversationsSaying(store, term);
  if (convs.size <= namedLimit)
    return sql`${convId} IN (SELECT c.conv_id FROM json_each(${JSON.stringify([...convs])}) j CROSS JOIN search_conversations c ON c.conv = j.value)`;
  provideFunction(store);
  return sql`says(${numberOf(term, convs)}, (SELECT c.conv FROM search_conversations c WHERE c.conv_id = ${convId}))`;
}

function numberOf(term: TextTerm, convs: NumberSet): number {
  const known = answers.get(term);
  if (known?.convs === convs) return known.number;
  numbers += 1;
  answers.set(term, { number: numbers, convs });
  asked.set(numbers, new WeakRef(convs));
  gone.register(convs, numbers);
  return numbers;
}

function provideFunction(store: ReadStore): void {
  if (withFunction.has(store)) return;
  withFunction.add(store);
  store.sqlite.function("says", { deterministic: true, safeIntegers: false }, (number, conv) =>
    typeof number === "number" && typeof conv === "number" && asked.get(number)?.deref()?.has(conv) === true
      ? 1
      : 0,
  );
}
