"use client";
import Ellipsis from "lucide-react/icons/ellipsis";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useCommands } from "@/components/shell/use-commands";
import { useTimeZone } from "@/components/data/time-text";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { orNotice } from "@/components/ui/lazy-part";
import { Menu } from "@/components/ui/menu";
import { formatDateTimeZone, formatDuration, plural } from "@/lib/client/format";
import type { Axis } from "@/lib/contracts/joined";
import { axisSize, laneNames, markNear, type AxisHit } from "./axis-geometry";
import { xOf, type TimeWindow } from "./time-window";
import { CursorLine, HoverLine, Shade } from "./axis-overlay";
import { useAxisCanvas } from "./use-axis-canvas";
import { useAxisPointer } from "./use-axis-pointer";
import { useAxisWindow } from "./use-axis-window";

const AxisTable = dynamic(() => orNotice(import("./axis-table").then((module) => module.AxisTable)), {
  ssr: false,
});
const RangeDialog = dynamic(
  () => orNotice(import("@/components/data/range-dialog").then((module) => module.RangeDialog)),
  {
    ssr: false,
  },
);

export interface TimeAxisProps {
  /** Undefined while it loads, and when it failed to. */
  axis: Axis | undefined;
  /** Why there is no axis; null while there is no reason. */
  error: unknown;
  onRetry: () => void;
  /** Time of the cursor, and of its end when it lasts. */
  cursorMs: number | null;
  cursorUntilMs: number | null;
  /** Range that filters the list. */
  range: TimeWindow | null;
  onRange: (range: TimeWindow | null) => void;
  onPick: (ref: string) => void;
  /** The record of the loaded list nearest to a time, if the list reaches there. */
  recordNear: (ms: number) => string | undefined;
}

/**
 * The conversation against time: lanes of turns, model, tools, projection and transport, errors and findings
 * as ticks, events by density. Hover reads, click moves the cursor, drag filters, Ctrl and wheel zoom.
 */
export function TimeAxis({
  axis,
  error,
  onRetry,
  cursorMs,
  cursorUntilMs,
  range,
  onRange,
  onPick,
  recordNear,
}: TimeAxisProps) {
  const zone = useTimeZone();
  const [dialog, setDialog] = useState<"none" | "table" | "range">("none");
  const { whole, window, setWindow, moves } = useAxisWindow(axis, { cursorMs, cursorUntilMs, range });
  const offsetMs =
    zone === "utc" || whole === undefined ? 0 : -new Date(whole.from).getTimezoneOffset() * 60_000;
  const { canvas, frame, width } = useAxisCanvas(axis, window, offsetMs);
  const pick = (hit: AxisHit | undefined, ms: number) => {
    const ref = hit?.ref ?? recordNear(ms) ?? (axis === undefined ? undefined : markNear(axis, ms)?.ref);
    if (ref !== undefined) onPick(ref);
  };
  const { hover, dragging, handlers } = useAxisPointer({
    frame,
    axis,
    window,
    whole,
    width,
    onWindow: setWindow,
    onPick: pick,
    onRange,
  });
  useCommands("time-axis", [
    { id: "axis.zoom-in", label: "Zoom in", group: "Time axis", keys: ["W"], run: moves.zoomIn },
    { id: "axis.zoom-out", label: "Zoom out", group: "Time axis", keys: ["S"], run: moves.zoomOut },
    { id: "axis.left", label: "Earlier", group: "Time axis", keys: ["A"], run: moves.left },
    { id: "axis.right", label: "Later", group: "Time axis", keys: ["D"], run: moves.right },
    {
      id: "axis.fit",
      label: "Fit the range or the cursor",
      group: "Time axis",
      keys: ["F"],
      run: moves.fit,
    },
    {
      id: "axis.all",
      label: "Show the whole conversation",
      group: "Time axis",
      keys: ["0"],
      run: moves.all,
    },
    { id: "axis.range", label: "Choose a range of time", group: "Time axis", run: () => setDialog("range") },
    {
      id: "axis.table",
      label: "Show the time axis as a table",
      group: "Time axis",
      run: () => setDialog("table"),
    },
  ]);
  const menu = [
    {
      items: [
        { id: "in", label: "Zoom in", keys: "W", onSelect: moves.zoomIn },
        { id: "out", label: "Zoom out", keys: "S", onSelect: moves.zoomOut },
        { id: "fit", label: "Fit the range or the cursor", keys: "F", onSelect: moves.fit },
        { id: "all", label: "Show all", keys: "0", onSelect: moves.all },
      ],
    },
    {
      items: [
        {
          id: "range",
          label: "Choose a range…",
          disabled: whole === undefined,
          onSelect: () => setDialog("range"),
        },
        { id: "clear", label: "Clear the range", disabled: range === null, onSelect: () => onRange(null) },
        {
          id: "table",
          label: "Show as table",
          disabled: axis === undefined,
          onSelect: () => setDialog("table"),
        },
      ],
    },
  ];
  const shade = dragging ?? range;
  return (
    <section
      aria-label="Time axis"
      className="relative flex shrink-0 border-b bg-canvas"
      style={{ height: axisSize.height }}
    >
      <div
        className="relative shrink-0 text-right text-2xs text-fg-subtle"
        style={{ width: axisSize.labels }}
      >
        <span className="absolute top-[-3px] left-1">
          <Menu
            trigger={<IconButton label="Time axis" icon={<Ellipsis width={14} height={14} />} />}
            groups={menu}
          />
        </span>
        <div aria-hidden="true" style={{ paddingTop: axisSize.header }}>
          {[...laneNames, "events"].map((name) => (
            <div
              key={name}
              className="pr-2"
              style={{ height: axisSize.lane, lineHeight: `${axisSize.lane}px` }}
            >
              {name}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={frame}
        className="relative mr-3 min-w-0 flex-1 cursor-crosshair touch-none select-none"
        {...handlers}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={summaryOf(axis, zone)}
          className="num absolute inset-0 h-full w-full"
        />
        {window !== undefined && width > 0 && (
          <>
            {shade !== null && <Shade window={window} width={width} range={shade} />}
            {cursorMs !== null && <CursorLine x={xOf(window, width, cursorMs)} width={width} />}
            {hover !== undefined && <HoverLine hover={hover} width={width} zone={zone} dragging={dragging} />}
          </>
        )}
      </div>
      {axis === undefined && error !== null && (
        <div className="absolute inset-y-0 right-0 left-22 flex items-center bg-canvas">
          <ErrorState error={error} onRetry={onRetry} compact />
        </div>
      )}
      {axis !== undefined && dialog === "table" && (
        <AxisTable axis={axis} open onClose={() => setDialog("none")} onPick={onPick} />
      )}
      {window !== undefined && dialog === "range" && (
        <RangeDialog
          initial={range ?? window}
          cursorMs={cursorMs}
          onClose={() => setDialog("none")}
          onApply={(next) => {
            onRange(next);
            setDialog("none");
          }}
        />
      )}
    </section>
  );
}

function summaryOf(axis: Axis | undefined, zone: "local" | "utc"): string {
  if (axis?.start_ms == null || axis.end_ms === null) return "Time axis without recorded times";
  const counts = axis.lanes.map((lane) => `${lane.spans.length} in ${lane.name}`).join(", ");
  const errors = axis.ticks.filter((tick) => tick.kind === "error").length;
  return `Time axis from ${formatDateTimeZone(axis.start_ms, zone)} over ${formatDuration(axis.end_ms - axis.start_ms)}: ${counts}, ${plural(errors, "error tick")}. The menu shows it as a table.`;
}
