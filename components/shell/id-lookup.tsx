"use client";
import { createContext, useContext } from "react";
import { apiFetch } from "@/lib/client/api-fetch";

/** One thing an id or a few words may mean. */
export interface LookupHit {
  readonly id: string;
  readonly label: string;
  /** The words around what was found; empty for a match by id. */
  readonly context?: string;
  /** What kind of thing: conversation, turn, event. */
  readonly kind: string;
  readonly href: string;
}

/** Finds what a text may mean. Rejects with an AbortError when the signal fires. */
export type IdLookup = (query: string, signal: AbortSignal) => Promise<readonly LookupHit[]>;

/** What the palette asks beyond commands. */
const IdLookupContext = createContext<IdLookup>(searchEverything);

export function useIdLookup(): IdLookup {
  return useContext(IdLookupContext);
}

/** Records by id and by text. A text without spaces is also offered as an id, which `/go/` explains when it is none. */
async function searchEverything(query: string, signal: AbortSignal): Promise<readonly LookupHit[]> {
  const { searchResultSchema } = await import("@/lib/contracts/search");
  const parameters = new URLSearchParams({ q: query, limit: "8" });
  const { items } = await apiFetch(`/api/v1/search?${parameters.toString()}`, searchResultSchema, { signal });
  const hits = items.map(({ ref, kind, title, summary, snippet, matched, url }) => ({
    id: ref,
    label: title === "" ? summary : title,
    context: snippet?.text ?? "",
    kind: `${matched === "note" ? "note on " : ""}${kind.replaceAll("_", " ")}`,
    href: url,
  }));
  const asId = { id: query, label: query, kind: "id", href: `/go/${encodeURIComponent(query)}` };
  return /\s/.test(query) || hits.length > 0 ? hits : [asId];
}
