"use client";
import { useCallback, useMemo } from "react";
import { shownColumnsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import type { Column } from "./column";

/** Width taken as given until the table is measured: what a page sends is right for a common window. */
const unmeasuredWidth = 800;

/** Whether a column is drawn when nobody chose. */
export function isShownByItself<Row>({ hidden, least = 0 }: Column<Row>, tableWidth: number): boolean {
  return hidden !== true && (tableWidth === 0 ? unmeasuredWidth : tableWidth) >= least;
}

/**
 * The columns to draw and the way to show or hide one. Without a name nothing can be changed. At least one column is always shown.
 */
export function useShownColumns<Row>(
  columns: readonly Column<Row>[],
  name: string | undefined,
  /** In pixels; 0 until it is known. */
  tableWidth: number,
): [readonly Column<Row>[], (column: string) => void] {
  const preference = useMemo(() => shownColumnsPreference(name ?? ""), [name]);
  const [chosen, keep] = usePreference(preference);
  const isShown = useCallback(
    (column: Column<Row>) =>
      (name === undefined ? undefined : chosen[column.id]) ?? isShownByItself(column, tableWidth),
    [chosen, name, tableWidth],
  );
  const shown = useMemo(() => {
    const visible = columns.filter(isShown);
    return visible.length > 0 ? visible : columns.slice(0, 1);
  }, [columns, isShown]);
  const toggle = useCallback(
    (id: string) => {
      const column = columns.find((candidate) => candidate.id === id);
      if (column !== undefined) keep({ ...chosen, [id]: !isShown(column) });
    },
    [columns, chosen, isShown, keep],
  );
  return [shown, toggle];
}
