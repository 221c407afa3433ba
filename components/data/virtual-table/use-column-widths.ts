"use client";
import { useCallback, useMemo, useState } from "react";
import { columnWidthsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";

type Widths = Readonly<Record<string, number>>;

export interface ColumnWidths {
  /** Pixels by column id; only those the user changed. */
  readonly widths: Widths;
  /** Undefined puts one column back to its own width. */
  readonly setWidth: (column: string, width: number | undefined) => void;
  readonly resetAll: () => void;
}

/** Column widths the user chose. With a name they are kept in the browser; without, while the table lives. */
export function useColumnWidths(name: string | undefined): ColumnWidths {
  const preference = useMemo(() => columnWidthsPreference(name ?? ""), [name]);
  const [kept, setKept] = usePreference(preference);
  const [loose, setLoose] = useState<Widths>({});
  const widths = name === undefined ? loose : kept;
  const replace = name === undefined ? setLoose : setKept;
  const setWidth = useCallback(
    (column: string, width: number | undefined) => {
      const rest = Object.fromEntries(Object.entries(widths).filter(([id]) => id !== column));
      replace(width === undefined ? rest : { ...rest, [column]: width });
    },
    [widths, replace],
  );
  const resetAll = useCallback(() => replace({}), [replace]);
  return { widths, setWidth, resetAll };
}
