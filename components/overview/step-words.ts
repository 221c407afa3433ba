import { formatDateTime, type TimeZoneChoice } from "@/lib/client/format";
import type { Chart } from "./chart-data";
import type { TimeSteps } from "./plot-options";

/** "02-19 12:00 to 12:15" of a step; whole days are dates. */
export function stepTime({ from_ms, step_ms }: TimeSteps, step: number, zone: TimeZoneChoice): string {
  const [date = "", time = ""] = formatDateTime(from_ms + step * step_ms, zone).split(" ");
  const [endDate = "", endTime = ""] = formatDateTime(from_ms + (step + 1) * step_ms, zone).split(" ");
  const short = (text: string) => text.slice(0, 5);
  if (step_ms >= 86_400_000) return date === endDate ? date : `${date} to ${endDate}`;
  return `${date.slice(5)} ${short(time)} to ${short(endTime)}`;
}

/** A step in words, for those who do not see the chart. */
export function stepWords(chart: Chart, time: TimeSteps, step: number, zone: TimeZoneChoice): string {
  const values = chart.series.flatMap(({ label, values: found }) => {
    const value = found[step] ?? null;
    return value === null || (value === 0 && chart.kind === "stacked")
      ? []
      : [`${label} ${chart.formatExactly(value)}`];
  });
  return `${stepTime(time, step, zone)}: ${values.length === 0 ? "nothing" : values.join(", ")}`;
}
