"use client";
import { useMemo, useState } from "react";
import { paneLayoutPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";

export interface PaneSize {
  /** Wished pixels; a narrow window may give less. Kept while the pane is collapsed. */
  readonly size: number;
  readonly isCollapsed: boolean;
  /** Changes the size while a splitter moves, without keeping it. */
  readonly preview: (size: number) => void;
  /** Keeps a size, the one of the last preview unless another is given. */
  readonly keep: (size?: number) => void;
  readonly collapse: () => void;
  readonly toggle: () => void;
  /** Back to the size that the page wishes. */
  readonly reset: () => void;
}

/** Size of one side pane, kept in the browser under a name. */
export function usePaneSize(name: string, defaultSize: number): PaneSize {
  const preference = useMemo(() => paneLayoutPreference(name), [name]);
  const [kept, write] = usePreference(preference);
  const [moving, setMoving] = useState<number>();
  return useMemo(() => {
    const size = moving ?? kept["size"] ?? defaultSize;
    const isCollapsed = moving === undefined && kept["collapsed"] === 1;
    const settle = (layout: Readonly<Record<string, number>>) => {
      setMoving(undefined);
      write(layout);
    };
    return {
      size,
      isCollapsed,
      preview: setMoving,
      keep: (chosen = size) => settle({ size: chosen }),
      collapse: () => settle({ ...kept, collapsed: 1 }),
      toggle: () => settle({ ...kept, collapsed: isCollapsed ? 0 : 1 }),
      reset: () => settle({}),
    };
  }, [kept, write, moving, defaultSize]);
}
