"use client";
import { createContext, useContext } from "react";

/** One thing an id or a few words may mean. */
export interface LookupHit {
  readonly id: string;
  readonly label: string;
  /** What kind of thing: conversation, turn, event. */
  readonly kind: string;
  readonly href: string;
}

/** Finds what a text may mean. Rejects with an AbortError when the signal fires. */
export type IdLookup = (query: string, signal: AbortSignal) => Promise<readonly LookupHit[]>;

/**
 * What the palette asks beyond commands. The default offers to open the text as an id; `/go/` finds out
 * what it is.
 */
const IdLookupContext = createContext<IdLookup>((query) =>
  Promise.resolve([{ id: query, label: query, kind: "id", href: `/go/${encodeURIComponent(query)}` }]),
);

export function useIdLookup(): IdLookup {
  return useContext(IdLookupContext);
}
