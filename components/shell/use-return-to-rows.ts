"use client";
import { useEffect } from "react";

/** Lists of this tab that were left and not come back to. */
const left = new Set<string>();

/**
 * Who comes back to a list goes on at the row that was left: its table takes the focus, unless something has it. After a
 * page is loaded the focus stays where the browser puts it.
 */
export function useReturnToRows(list: string): void {
  // Outside system: the focus of the document, which is nowhere once the page that had it is gone.
  useEffect(() => {
    if (left.delete(list) && document.activeElement === document.body)
      document.querySelector<HTMLElement>("main [role=grid]")?.focus({ preventScroll: true });
    return () => {
      left.add(list);
    };
  }, [list]);
}
