"use client";
import { useCallback, useMemo, useState } from "react";
import { columnWidthsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";

type Widths = Readonly<Record<string, number>>;

/**
 * Column widths the user chose, by column id, and the way to change one (undefined puts it back). With a
 * name they are kept in the browser; without, for as long as the table lives.
 */
export function useColumnWidths(name: string | undefined): [Widths, (column: string, width: number | undefined) => void] {
  const preference = useMemo(() => columnWidthsPreference(name ?? ""), [name]);
  const [kept, setKept] = usePreference(preference);
  const [loose, setLoose] = useState<Widths>({});
  const widths = name === undefined ? loose : kept;
  const setWidth = useCallback(
    (column: string, width: number | undefined) => {
      const { [column]: _previous, ...rest } = widths;
      const next = width === undefined ? rest : { ...rest, [column]: width };
      if (name === undefined) setLoose(next);
      else setKept(next);
    },
    [widths, name, setKept],
  );
  return [widths, setWidth];
}
