"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { closedTree, findInJson, type JsonTreeState } from "@/lib/client/json-rows";
import type { JsonValue } from "@/lib/domain/model/field";

const matchLimit = 5000;

/** Search over the whole value, open or not. `onShow` is asked to bring a match on screen. */
export function useJsonSearch(root: JsonValue, state: JsonTreeState, onShow: (pointer: string) => void) {
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState(0);
  const deferred = useDeferredValue(query);
  const { decoded } = state;
  const find = (text: string) => findInJson(root, text, { ...closedTree, decoded }, matchLimit);
  // Typing stays quick in large payloads: the list of matches may lag behind the field.
  const matches = useMemo(
    () => findInJson(root, deferred, { ...closedTree, decoded }, matchLimit),
    [root, deferred, decoded],
  );
  const [entered, setEntered] = useState(false);
  return {
    bar: {
      query,
      onQueryChange: (next: string) => {
        setQuery(next);
        setCurrent(0);
        setEntered(false);
      },
      count: matches.length,
      current: Math.min(current, Math.max(0, matches.length - 1)),
      limited: matches.length >= matchLimit,
      onMove: (step: 1 | -1) => {
        const found = query === deferred ? matches : find(query);
        if (found.length === 0) return;
        // The first Enter goes to the first match, not past it.
        const next = entered
          ? (current + step + found.length) % found.length
          : step === 1
            ? 0
            : found.length - 1;
        setEntered(true);
        setCurrent(next);
        const match = found[next];
        if (match !== undefined) onShow(match.pointer);
      },
    },
  };
}
