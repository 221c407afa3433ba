"use client";
import { useCallback, useMemo } from "react";
import { shownColumnsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import type { Column } from "./column";

/**
 * The columns to draw and the way to show or hide one. Without a name nothing can be changed and hidden
 * columns stay hidden. At least one column is always shown.
 */
export function useShownColumns<Row>(
  columns: readonly Column<Row>[],
  name: string | undefined,
): [readonly Column<Row>[], (column: string) => void] {
  const preference = useMemo(() => shownColumnsPreference(name ?? ""), [name]);
  const [chosen, keep] = usePreference(preference);
  const isShown = useCallback(
    (column: Column<Row>) => (name === undefined ? undefined : chosen[column.id]) ?? column.hidden !== true,
    [chosen, name],
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
