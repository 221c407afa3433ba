import clsx from "clsx";
import Link from "next/link";
import { ClassMark } from "@/components/ui/class-mark";
import type { Chart, Series } from "./chart-data";
import { Swatch } from "./mark";

export interface ChartLegendProps {
  chart: Chart;
  /** Step under the cursor; its values take the place of the totals. */
  step: number | undefined;
}

/** What the marks of a chart mean, each with its value; a name leads to the list of what it counts. */
export function ChartLegend({ chart, step }: ChartLegendProps) {
  const told = chart.series.filter(({ total }) => total !== null && total > 0);
  return (
    <ul
      aria-label={`${chart.title}: legend`}
      className="flex min-h-6 flex-wrap gap-x-3.5 gap-y-0.5 px-3 pb-2 text-xs"
    >
      {told.map((series) => {
        const value = step === undefined ? series.total : (series.values[step] ?? null);
        const isAbsent = step !== undefined && (value === null || value === 0);
        return (
          <li key={series.label} className="flex h-6 items-center gap-1.5">
            <Swatch mark={series.mark} isLine={chart.kind === "lines"} />
            <Name series={series} />
            <span className={clsx("num", isAbsent ? "text-fg-subtle" : "text-fg")}>
              {value === null ? "–" : chart.formatExactly(value)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Name({ series: { label, errorClass, href } }: { series: Series }) {
  const name = errorClass === undefined ? label : <ClassMark errorClass={errorClass}>{label}</ClassMark>;
  if (href === undefined) return <span className="text-fg-muted">{name}</span>;
  return (
    <Link
      href={href}
      className="flex h-6 items-center rounded-mark text-fg-muted hover:text-fg hover:underline"
    >
      {name}
    </Link>
  );
}
