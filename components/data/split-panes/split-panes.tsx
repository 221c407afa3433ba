"use client";
import { useMemo, useRef, type ReactNode, type RefObject } from "react";
import { useCommands } from "@/components/shell/use-commands";
import { useMedia } from "@/lib/client/use-media";
import { PaneSwitch } from "./pane-switch";
import { SidePane, type SidePaneHandle } from "./side-pane";
import { MainPane } from "./main-pane";

export interface Pane {
  /** Names the pane for people and assistive technology: "Filters". */
  readonly label: string;
  readonly content: ReactNode;
  /** Wished width in pixels. */
  readonly size?: number;
  /** Least width in pixels. */
  readonly min?: number;
  readonly max?: number;
}

export interface SplitPanesProps {
  /** Sizes are kept in the browser under this name. */
  name: string;
  start?: Pane;
  main: Pane;
  end?: Pane;
  /** Where the end pane lies. `auto`: right from 1200 px, bottom below. */
  dock?: "right" | "bottom" | "auto";
  /** `[` and `]` toggle the side panes. Off for panes inside panes. */
  shortcuts?: boolean;
}

/**
 * Up to three panes with splitters that move by mouse and keyboard, keep their pixel sizes, and collapse.
 * Below 760 px one pane is shown at a time, chosen above it.
 */
export function SplitPanes({ name, start, main, end, dock = "auto", shortcuts = true }: SplitPanesProps) {
  const single = useMedia("(max-width: 759px)");
  const narrow = useMedia("(max-width: 1199px)");
  const startHandle = useRef<SidePaneHandle>(null);
  const endHandle = useRef<SidePaneHandle>(null);
  const bottom = end !== undefined && (dock === "bottom" || (dock === "auto" && narrow));
  const hasStart = start !== undefined && !single;
  const hasEnd = end !== undefined && !single;
  usePaneCommands(shortcuts && hasStart, startHandle, shortcuts && hasEnd, endHandle);
  const panes = useMemo(() => [start, main, end].filter((pane) => pane !== undefined), [start, main, end]);
  if (single) return <PaneSwitch name={name} panes={panes} main={main} />;
  const endPane = end !== undefined && (
    <SidePane
      name={name}
      side={bottom ? "bottom" : "end"}
      pane={end}
      defaultSize={bottom ? 280 : (end.size ?? 400)}
      ref={endHandle}
    />
  );
  const row = (
    <div key="row" className="flex min-h-0 min-w-0 flex-1">
      {start !== undefined && (
        <SidePane name={name} side="start" pane={start} defaultSize={start.size ?? 240} ref={startHandle} />
      )}
      <MainPane label={main.label} min={main.min ?? 280} orientation="row">
        {main.content}
      </MainPane>
      {!bottom && endPane}
    </div>
  );
  if (!bottom) return row;
  return (
    <div key="column" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <MainPane min={160} orientation="column">
        {row}
      </MainPane>
      {endPane}
    </div>
  );
}

function usePaneCommands(
  hasStart: boolean,
  start: RefObject<SidePaneHandle | null>,
  hasEnd: boolean,
  end: RefObject<SidePaneHandle | null>,
): void {
  useCommands("panes", [
    ...(hasStart
      ? [
          {
            id: "view.toggle-start",
            label: "Toggle the left pane",
            group: "View",
            keys: ["["],
            run: () => start.current?.toggle(),
          },
          {
            id: "view.reset-start",
            label: "Left pane: reset the size",
            group: "View",
            run: () => start.current?.reset(),
          },
        ]
      : []),
    ...(hasEnd
      ? [
          {
            id: "view.toggle-end",
            label: "Toggle the details pane",
            group: "View",
            keys: ["]"],
            run: () => end.current?.toggle(),
          },
          {
            id: "view.reset-end",
            label: "Details pane: reset the size",
            group: "View",
            run: () => end.current?.reset(),
          },
        ]
      : []),
  ]);
}
