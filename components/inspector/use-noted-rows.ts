"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { conversationNotesOptions } from "@/lib/client/notes";
import type { JoinedItem } from "@/lib/contracts/joined";
import type { NoteMark } from "@/lib/contracts/note";

/** Rows with a note or a pin, by reference. A note on an envelope inside a collapsed run marks the run. */
export function useNotedRows(
  convId: string,
  rows: readonly JoinedItem[],
  indexOf: (ref: string) => number,
): ReadonlyMap<string, NoteMark> {
  const { data } = useQuery(conversationNotesOptions(convId));
  return useMemo(() => {
    const marks = new Map<string, NoteMark>();
    for (const { ref, kind } of data ?? []) {
      const row = rows[indexOf(ref)];
      if (row !== undefined && marks.get(row.ref) !== "note")
        marks.set(row.ref, kind === "note" ? "note" : "pin");
    }
    return marks;
  }, [data, rows, indexOf]);
}
