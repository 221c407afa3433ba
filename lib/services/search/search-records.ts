import { setImmediate } from "node:timers/promises";
import { endOfIndex, findTextInSlice, sliceSize, type TextHit } from "@/db/search/find-text";
import { matchExpression } from "@/db/search/match-text";
import type { SearchHit, SearchQuery, SearchResult } from "@/lib/contracts/search";
import { describeRecords } from "../records/describe-records";
import type { ServiceContext } from "../service-context";
import { hitFromRecord } from "./hit-from-record";
import { lookUp } from "./look-up";
import { textHitRef } from "./text-hit-ref";

/**
 * Records by id, then by text, those indexed last first. Words must all occur in one record, in any order; quotes keep
 * words together. The index is read slice by slice and other requests run between two, so a search that is no longer
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
  const match = expressionOf(q);
  for (let before = endOfIndex(store); before > 0 && found.size < limit; before -= sliceSize) {
    if (match === undefined || signal?.aborted === true) break;
    for (const hit of describe(context, findTextInSlice(store, match, before, limit)))
      if (!found.has(hit.ref)) found.set(hit.ref, hit);
    await setImmediate();
  }
  return { items: [...found.values()].slice(0, limit) };
}

/** All words and phrases of a text; undefined when it has none. */
function expressionOf(text: string): string | undefined {
  const parts = [...text.matchAll(/"([^"]+)"?|([^\s"]+)/g)].map(([, phrase, word]) =>
    phrase === undefined ? matchExpression(word ?? "", false) : matchExpression(phrase, true),
  );
  return parts.length === 0 ? undefined : parts.join(" AND ");
}

function describe({ store }: ServiceContext, hits: readonly TextHit[]): readonly SearchHit[] {
  const placed = hits.flatMap((hit) => {
    const ref = textHitRef(store, hit);
    return ref === undefined ? [] : [{ ref, hit }];
  });
  const records = describeRecords(
    store,
    placed.map(({ ref }) => ref),
  );
  return placed.flatMap(({ ref, hit }) => {
    const record = records.get(ref);
    return record === undefined
      ? []
      : [{ ...hitFromRecord(record, "text"), snippet: snippetOf(hit.snippet) }];
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
