"use client";
import { useMemo, useState } from "react";
import {
  childCount,
  childPointer,
  childrenPerPart,
  entriesOf,
  jsonInside,
  openedTree,
  revealed,
  type JsonMoreRow,
  type JsonNodeRow,
  type JsonTreeState,
} from "@/lib/client/json-rows";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

export interface JsonTreeActions {
  readonly toggle: (row: JsonNodeRow) => void;
  readonly showMore: (row: JsonMoreRow) => void;
  /** Selects the first child. */
  readonly enter: (row: JsonNodeRow, select: (pointer: string) => void) => void;
  /** Opens every container beside the row. */
  readonly expandSiblings: (row: JsonNodeRow) => void;
  /** Opens the way to a node. */
  readonly reveal: (pointer: string) => void;
  /** Shows a string that holds JSON as a tree, or as a string again. */
  readonly decode: (row: JsonNodeRow) => void;
}

/** What is open and selected in one JSON tree. Lives as long as the payload is shown. */
export function useJsonState(root: JsonValue, initialPointer: string | undefined) {
  const [state, setState] = useState<JsonTreeState>(() => {
    const opened = openedTree(root);
    return initialPointer === undefined ? opened : revealed(opened, root, initialPointer);
  });
  const [selected, select] = useState(initialPointer ?? "");
  const actions = useMemo<JsonTreeActions>(
    () => ({
      toggle: (row) =>
        setState((current) => ({
          ...current,
          expanded: toggled(current.expanded, row.pointer, !row.expanded),
        })),
      showMore: (row) =>
        setState((current) => {
          const shown = current.shown.get(row.parent) ?? childrenPerPart;
          return { ...current, shown: new Map(current.shown).set(row.parent, shown + childrenPerPart) };
        }),
      enter: (row, move) => {
        const first = entriesOf(row.value, 1).next();
        if (first.done !== true) move(childPointer(row.pointer, first.value[0]));
      },
      expandSiblings: (row) =>
        setState((current) => {
          const parent = row.parent === undefined ? root : valueAt(root, current, row.parent);
          const expanded = new Set(current.expanded).add(row.pointer);
          for (const [name, child] of entriesOf(parent ?? null, childrenPerPart)) {
            if (childCount(child) !== undefined) expanded.add(childPointer(row.parent ?? "", name));
          }
          return { ...current, expanded };
        }),
      reveal: (pointer) => setState((current) => revealed(current, root, pointer)),
      decode: (row) =>
        setState((current) => {
          const decoded = new Map(current.decoded);
          if (decoded.delete(row.pointer)) return { ...current, decoded };
          const inner = typeof row.value === "string" ? jsonInside(row.value, parseExact) : undefined;
          if (inner === undefined) return current;
          decoded.set(row.pointer, inner);
          return { ...current, decoded, expanded: toggled(current.expanded, row.pointer, true) };
        }),
    }),
    [root],
  );
  return { state, selected, select, actions };
}

function toggled(set: ReadonlySet<string>, pointer: string, present: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (present) next.add(pointer);
  else next.delete(pointer);
  return next;
}

/** The value a pointer shows now; undefined when nothing is there. */
function valueAt(root: JsonValue, state: JsonTreeState, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = state.decoded.get("") ?? root;
  let at = "";
  for (const part of pointer.split("/").slice(1)) {
    at = `${at}/${part}`;
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    let next: JsonValue | undefined;
    for (const [childName, child] of entriesOf(value ?? null)) {
      if (String(childName) === name) {
        next = child;
        break;
      }
    }
    value = state.decoded.get(at) ?? next;
  }
  return value;
}
