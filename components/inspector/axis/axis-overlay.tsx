import { formatDuration, formatTimeOfDay, plural } from "@/lib/client/format";
import { axisSize } from "./axis-geometry";
import { xOf, type TimeWindow } from "./time-window";
import type { AxisHover } from "./use-axis-pointer";

/** The cursor's time. */
export function CursorLine({ x, width }: { x: number; width: number }) {
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
export function Shade({ window, width, range }: { window: TimeWindow; width: number; range: TimeWindow }) {
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

export interface HoverLineProps {
  hover: AxisHover;
  width: number;
  zone: "local" | "utc";
  dragging: TimeWindow | undefined;
}

/** The time under the pointer, and what is drawn there. */
export function HoverLine({ hover, width, zone, dragging }: HoverLineProps) {
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
