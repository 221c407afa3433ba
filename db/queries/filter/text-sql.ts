import { sql, type SQL } from "drizzle-orm";
import type { TextTerm } from "@/lib/domain/query/query";
import type { ReadStore } from "../../store";
import { matchExpression } from "../../search/match-text";
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
const asked = new Map<bigint, WeakRef<ReadonlySet<string>>>();
/** Keeps an answer as long as the term that asked. */
const answers = new WeakMap<TextTerm, { readonly number: bigint; readonly ids: ReadonlySet<string> }>();
const gone = new FinalizationRegistry((number: bigint) => asked.delete(number));
let numbers = 0n;
const withFunction = new WeakSet<ReadStore>();

/** SQL that a conversation says a text. */
export function sayingCondition(store: ReadStore, term: TextTerm, convId: SQL): SQL {
  const { ids } = conversationsSaying(store, term);
  if (ids.size <= namedLimit)
    return sql`${convId} IN (SELECT value FROM json_each(${JSON.stringify([...ids])}))`;
  provideFunction(store);
  return sql`says(${numberOf(term, ids)}, ${convId})`;
}

function numberOf(term: TextTerm, ids: ReadonlySet<string>): bigint {
  const known = answers.get(term);
  if (known?.ids === ids) return known.number;
  numbers += 1n;
  answers.set(term, { number: numbers, ids });
  asked.set(numbers, new WeakRef(ids));
  gone.register(ids, numbers);
  return numbers;
}

function provideFunction(store: ReadStore): void {
  if (withFunction.has(store)) return;
  withFunction.add(store);
  store.sqlite.function("says", { deterministic: true, safeIntegers: true }, (number, convId) =>
    typeof number === "bigint" &&
    typeof convId === "string" &&
    asked.get(number)?.deref()?.has(convId) === true
      ? 1n
      : 0n,
  );
}
