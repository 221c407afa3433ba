import type { Axis } from "@/lib/contracts/joined";
import { axisSize, laneOfTick, laneTop, type LaneName } from "./axis-geometry";
import { timeTicks, xOf, type TimeWindow } from "./time-window";

/** Colours of the axis, read from the style sheet so that the canvas follows the theme. */
export interface AxisColors {
  readonly lanes: Readonly<Record<LaneName, string>>;
  readonly error: string;
  readonly warning: string;
  readonly text: string;
  readonly line: string;
  readonly density: string;
  readonly ground: string;
  readonly font: string;
}

/** Reads the colours as they are now. */
export function axisColorsOf(element: HTMLElement): AxisColors {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    lanes: {
      turns: color("--border-control"),
      model: color("--class-provider"),
      tools: color("--class-tool"),
      projection: color("--class-projection"),
      transport: color("--class-transport"),
    },
    error: color("--err"),
    warning: color("--warn"),
    text: color("--fg-subtle"),
    line: color("--border"),
    density: color("--fg-subtle"),
    ground: color("--canvas"),
    font: style.fontFamily,
  };
}

export interface AxisPicture {
  readonly axis: Axis;
  readonly window: TimeWindow;
  readonly width: number;
  readonly colors: AxisColors;
  /** What the reader's clock is ahead of UTC, ms. */
  readonly offsetMs: number;
}

/** Draws the axis. The context is scaled to CSS pixels already. Cost: bars + ticks + buckets, all bounded. */
export function paintAxis(context: CanvasRenderingContext2D, picture: AxisPicture): void {
  context.clearRect(0, 0, picture.width, axisSize.height);
  paintTimes(context, picture);
  paintDensity(context, picture);
  paintBars(context, picture);
  paintTicks(context, picture);
}

function paintTimes(
  context: CanvasRenderingContext2D,
  { window, width, colors, offsetMs }: AxisPicture,
): void {
  context.font = `11px ${colors.font}`;
  context.textBaseline = "top";
  for (const tick of timeTicks(window, width, 110, offsetMs)) {
    const x = Math.round(xOf(window, width, tick.ms)) + 0.5;
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, axisSize.header - 3);
    context.lineTo(x, axisSize.height);
    context.stroke();
    const half = context.measureText(tick.label).width / 2;
    context.fillStyle = colors.text;
    context.fillText(tick.label, Math.min(Math.max(2, x - half), width - 2 * half - 2), 2);
  }
}

function paintBars(context: CanvasRenderingContext2D, { axis, window, width, colors }: AxisPicture): void {
  for (const lane of axis.lanes) {
    const top = laneTop(lane.name) + (axisSize.lane - axisSize.bar) / 2;
    for (const span of lane.spans) {
      const from = xOf(window, width, span.start_ms);
      const to = xOf(window, width, span.end_ms);
      if (to < -4 || from > width + 4) continue;
      const length = Math.max(2, to - from - 1);
      context.globalAlpha = span.count > 1 ? 0.5 : 0.78;
      context.fillStyle = colors.lanes[lane.name];
      context.fillRect(from, top, length, axisSize.bar);
      // A notch tells where a bar begins that lies over another one.
      context.globalAlpha = 1;
      context.fillStyle = colors.ground;
      context.fillRect(from - 1, top, 1, axisSize.bar);
      if (span.failed) {
        context.globalAlpha = 1;
        context.fillStyle = colors.error;
        context.fillRect(Math.max(from, from + length - 3), top - 1, 3, axisSize.bar + 2);
      }
    }
  }
  context.globalAlpha = 1;
}

function paintTicks(context: CanvasRenderingContext2D, { axis, window, width, colors }: AxisPicture): void {
  for (const tick of axis.ticks) {
    const x = Math.round(xOf(window, width, tick.at_ms));
    if (x < -4 || x > width + 4) continue;
    const top = laneTop(laneOfTick(tick));
    // A rim in the colour of the ground lets a tick stand out on a bar of any colour.
    context.fillStyle = colors.ground;
    context.fillRect(x - 2.5, top, 5, axisSize.lane);
    context.fillStyle = tick.kind === "error" ? colors.error : colors.warning;
    if (tick.kind === "error") context.fillRect(x - 1.5, top, 3, axisSize.lane);
    else for (let y = top; y < top + axisSize.lane; y += 4) context.fillRect(x - 1.5, y, 3, 2);
  }
}

/** Events per slice along the bottom; the square root keeps single events visible beside bursts. */
function paintDensity(context: CanvasRenderingContext2D, { axis, window, width, colors }: AxisPicture): void {
  const { bucket_ms: length, counts } = axis.density;
  const most = Math.max(1, ...counts);
  const start = axis.start_ms ?? 0;
  context.fillStyle = colors.density;
  context.globalAlpha = 0.45;
  counts.forEach((count, at) => {
    if (count === 0) return;
    const from = xOf(window, width, start + at * length);
    const to = xOf(window, width, start + (at + 1) * length);
    if (to < 0 || from > width) return;
    const height = Math.max(1, Math.sqrt(count / most) * axisSize.density);
    context.fillRect(from, axisSize.height - 1 - height, Math.max(1, to - from - 0.5), height);
  });
  context.globalAlpha = 1;
}
