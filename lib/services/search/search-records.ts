import { setImmediate } from "node:timers/promises";
import { findTextInSlice, slicesOfIndex, type TextHit } from "@/db/search/find-text";
import { cheapestExpression, matchExpression } from "@/db/search/match-text";
import { TextSnippets } from "@/db/search/text-snippets";
import type { ReadStore } from "@/db/store";
import type { SearchHit, SearchQuery, SearchResult } from "@/lib/contracts/search";
import { describeRecords } from "../records/describe-records";
import type { ServiceContext } from "../service-context";
import { hitFromRecord } from "./hit-from-record";
import { lookUp } from "./look-up";
import { textHitRef } from "./text-hit-ref";

/**
 * Records by id, then conversations and incidents by text, then all others, those indexed last first. Words must all
 * occur in one record, in any order; quotes keep words together. A note is found as what it is on. The index is read slice by slice and other requests run between two, so a search that is no longer
 * wanted (`signal`) ends after the slice that it is in, with what it found.
 */
export async function searchRecords(
  context: ServiceContext,
  { q, limit }: SearchQuery,
  signal?: AbortSignal,
): Promise<SearchResult> {
  if (q === undefined) return { items: [] };
  const { store } = context;
  const byId = lookUp(context, q).items;
  const found = new Map<string, SearchHit>(byId.map((hit) => [hit.ref, hit]));
  const match = expressionOf(store, q);
  for (const slice of slicesOfIndex(store, oneWord.test(q))) {
    let before: number | undefined = slice.before;
    while (before !== undefined) {
      if (match === undefined || signal?.aborted === true || found.size >= limit) break;
      const hits = findTextInSlice(store, match, { ...slice, before }, limit);
      for (const hit of describe(store, match, hits)) if (!found.has(hit.ref)) found.set(hit.ref, hit);
      before = hits.length < limit ? undefined : hits.at(-1)?.doc_id;
      await setImmediate();
    }
  }
  return { items: [...found.values()].slice(0, limit) };
}

/** A text that is one word to the index, too. */
const oneWord = /^[\p{L}\p{N}]+$/u;

/** All words and phrases of a text; undefined when it has none. */
function expressionOf(store: ReadStore, text: string): string | undefined {
  const parts = [...text.matchAll(/"([^"]+)"?|([^\s"]+)/g)].map(([, phrase, word]) =>
    phrase === undefined ? cheapestExpression(store, word ?? "", false) : matchExpression(phrase, true),
  );
  return parts.length === 0 ? undefined : parts.join(" AND ");
}

const makers = new WeakMap<ReadStore, TextSnippets>();

function snippetsOf(store: ReadStore): TextSnippets {
  const maker = makers.get(store) ?? new TextSnippets(store);
  makers.set(store, maker);
  return maker;
}

function describe(store: ReadStore, match: string, hits: readonly TextHit[]): readonly SearchHit[] {
  const placed = hits.flatMap((hit) => {
    const ref = textHitRef(store, hit);
    return ref === undefined ? [] : [{ ref, hit }];
  });
  const records = describeRecords(
    store,
    placed.map(({ ref }) => ref),
  );
  const snippets = snippetsOf(store).of(
    match,
    placed.map(({ hit }) => hit),
  );
  return placed.flatMap(({ ref, hit }, at) => {
    const [record, snippet] = [records.get(ref), snippets[at]];
    if (record === undefined || snippet === undefined) return [];
    const matched = hit.kind === "note" ? "note" : "text";
    return [{ ...hitFromRecord(record, matched), snippet: snippetOf(snippet) }];
  });
}

/** Takes the signs around found words out and keeps where they were. */
function snippetOf(marked: string): NonNullable<SearchHit["snippet"]> {
  const marks: [number, number][] = [];
  let text = "";
  for (const [part] of marked.matchAll(/[\u0001\u0002]|[^\u0001\u0002]+/g)) {
    if (part === "\u0001") marks.push([text.length, text.length]);
    else if (part === "\u0002") {
      const open = marks.at(-1);
      if (open !== undefined) open[1] = text.length;
    } else text += part.replace(/\s/g, " ");
  }
  return { text, marks };
}
