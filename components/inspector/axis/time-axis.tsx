"use client";
import Ellipsis from "lucide-react/icons/ellipsis";
import { useState } from "react";
import { useCommands } from "@/components/shell/use-commands";
import { useTimeZone } from "@/components/data/time-text";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { formatDateTimeZone, formatDuration, formatTimeOfDay, plural } from "@/lib/client/format";
import type { Axis } from "@/lib/contracts/joined";
import { axisSize, laneNames, markNear, type AxisHit } from "./axis-geometry";
import { AxisTable } from "./axis-table";
import { RangeDialog } from "./range-dialog";
import { containing, fitted, panned, wholeOf, xOf, zoomed, type TimeWindow } from "./time-window";
import { useAxisCanvas } from "./use-axis-canvas";
import { useAxisPointer, type AxisHover } from "./use-axis-pointer";

export interface TimeAxisProps {
  /** Undefined while it loads. */
  axis: Axis | undefined;
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
  cursorMs,
  cursorUntilMs,
  range,
  onRange,
  onPick,
  recordNear,
}: TimeAxisProps) {
  const zone = useTimeZone();
  const whole =
    axis?.start_ms == null || axis.end_ms === null ? undefined : wholeOf(axis.start_ms, axis.end_ms);
  const [chosen, setChosen] = useState<TimeWindow>();
  const [dialog, setDialog] = useState<"none" | "table" | "range">("none");
  const [followed, setFollowed] = useState(cursorMs);
  // A cursor that leaves the window takes the window along; looking elsewhere with the cursor at rest is free.
  if (followed !== cursorMs) {
    setFollowed(cursorMs);
    if (chosen !== undefined && whole !== undefined && cursorMs !== null)
      setChosen(containing(chosen, whole, cursorMs));
  }
  const window = chosen ?? whole;
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
    onWindow: setChosen,
    onPick: pick,
    onRange,
  });
  const withWindow = (next: (window: TimeWindow, whole: TimeWindow) => TimeWindow | undefined) => () => {
    if (window !== undefined && whole !== undefined) setChosen(next(window, whole));
  };
  const middle = (now: TimeWindow) =>
    cursorMs !== null && cursorMs >= now.from && cursorMs <= now.to ? cursorMs : (now.from + now.to) / 2;
  const actions = {
    zoomIn: withWindow((now, all) => zoomed(now, all, 0.6, middle(now))),
    zoomOut: withWindow((now, all) => zoomed(now, all, 1 / 0.6, middle(now))),
    left: withWindow((now, all) => panned(now, all, -0.2)),
    right: withWindow((now, all) => panned(now, all, 0.2)),
    fit: withWindow((now, all) =>
      cursorMs === null ? now : fitted(range ?? { from: cursorMs, to: cursorUntilMs ?? cursorMs }, all),
    ),
    all: withWindow(() => undefined),
  };
  useCommands("time-axis", [
    { id: "axis.zoom-in", label: "Zoom in", group: "Time axis", keys: ["W"], run: actions.zoomIn },
    { id: "axis.zoom-out", label: "Zoom out", group: "Time axis", keys: ["S"], run: actions.zoomOut },
    { id: "axis.left", label: "Earlier", group: "Time axis", keys: ["A"], run: actions.left },
    { id: "axis.right", label: "Later", group: "Time axis", keys: ["D"], run: actions.right },
    {
      id: "axis.fit",
      label: "Fit the range or the cursor",
      group: "Time axis",
      keys: ["F"],
      run: actions.fit,
    },
    {
      id: "axis.all",
      label: "Show the whole conversation",
      group: "Time axis",
      keys: ["0"],
      run: actions.all,
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
        { id: "in", label: "Zoom in", keys: "W", onSelect: actions.zoomIn },
        { id: "out", label: "Zoom out", keys: "S", onSelect: actions.zoomOut },
        { id: "fit", label: "Fit the range or the cursor", keys: "F", onSelect: actions.fit },
        { id: "all", label: "Show all", keys: "0", onSelect: actions.all },
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

function CursorLine({ x, width }: { x: number; width: number }) {
  if (x < 0 || x > width) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 top-3.5 w-px bg-fg"
      style={{ transform: `translateX(${Math.round(x)}px)` }}
    />
  );
}

/** The range in force: what lies outside is veiled, so that the lanes inside keep their colours. */
function Shade({ window, width, range }: { window: TimeWindow; width: number; range: TimeWindow }) {
  const left = Math.max(0, xOf(window, width, range.from));
  const right = Math.min(width, xOf(window, width, range.to));
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 bottom-0"
      style={{ top: axisSize.header - 3 }}
    >
      <div className="absolute inset-y-0 bg-canvas/70" style={{ left: 0, width: Math.max(0, left) }} />
      <div
        className="absolute inset-y-0 border-x border-accent bg-accent/8"
        style={{ left, width: Math.max(1, right - left) }}
      />
      <div
        className="absolute inset-y-0 bg-canvas/70"
        style={{ left: Math.max(left, right), width: Math.max(0, width - right) }}
      />
    </div>
  );
}

interface HoverLineProps {
  hover: AxisHover;
  width: number;
  zone: "local" | "utc";
  dragging: TimeWindow | undefined;
}

function HoverLine({ hover, width, zone, dragging }: HoverLineProps) {
  const toTheLeft = hover.x > width * 0.7;
  return (
    <>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 w-px bg-border-control"
        style={{ transform: `translateX(${Math.round(hover.x)}px)` }}
      />
      <div
        aria-hidden="true"
        className="pointer-events-none absolute top-0 z-popover max-w-96 truncate rounded-control border bg-raised px-1.5 py-0.5 text-xs shadow-float"
        style={toTheLeft ? { right: width - hover.x + 8 } : { left: hover.x + 8 }}
      >
        <span className="num">{formatTimeOfDay(Math.round(hover.ms), zone)}</span>
        {dragging !== undefined && (
          <span className="text-fg-muted"> · {formatDuration(dragging.to - dragging.from)}</span>
        )}
        {dragging === undefined && hover.hit !== undefined && (
          <span className="text-fg-muted">
            {" · "}
            {hover.hit.label}
            {hover.hit.end_ms > hover.hit.start_ms &&
              ` · ${formatDuration(hover.hit.end_ms - hover.hit.start_ms)}`}
            {hover.hit.count > 1 && ` · ${plural(hover.hit.count, "record")}`}
          </span>
        )}
      </div>
    </>
  );
}

function summaryOf(axis: Axis | undefined, zone: "local" | "utc"): string {
  if (axis?.start_ms == null || axis.end_ms === null) return "Time axis without recorded times";
  const counts = axis.lanes.map((lane) => `${lane.spans.length} in ${lane.name}`).join(", ");
  const errors = axis.ticks.filter((tick) => tick.kind === "error").length;
  return `Time axis from ${formatDateTimeZone(axis.start_ms, zone)} over ${formatDuration(axis.end_ms - axis.start_ms)}: ${counts}, ${plural(errors, "error tick")}. The menu shows it as a table.`;
}
