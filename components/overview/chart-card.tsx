"use client";
import ChartColumn from "lucide-react/icons/chart-column";
import Table from "lucide-react/icons/table";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { useTimeZone } from "@/components/data/time-text";
import { IconButton } from "@/components/ui/icon-button";
import { orMissing } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { Chart } from "./chart-data";
import { ChartLegend } from "./chart-legend";
import { ChartTable } from "./chart-table";
import type { TimeSteps } from "./plot-options";
import { stepTime } from "./step-words";

/** Height of every plot, CSS pixels. */
const plotHeight = 168;

const TimeChart = dynamic(() => orMissing(import("./time-chart").then((module) => module.TimeChart)), {
  ssr: false,
  loading: () => (
    <div className="grid content-end gap-2 px-3 pb-6" style={{ height: plotHeight }}>
      <Skeleton width="72%" />
      <Skeleton width="88%" />
    </div>
  ),
});

export interface ChartCardProps {
  chart: Chart;
  time: TimeSteps;
  onSelect: (first: number, last: number) => void;
}

/** A chart with its title, unit and legend, which turns into a table of the same numbers. */
export function ChartCard({ chart, time, onSelect }: ChartCardProps) {
  const zone = useTimeZone();
  const heading = useId();
  const [isTable, setIsTable] = useState(false);
  const [step, setStep] = useState<number>();
  const under = step !== undefined && step < time.steps && !isTable ? step : undefined;
  const isEmpty = chart.series.every(({ total }) => total === null || total === 0);
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col bg-canvas">
      <header className="flex h-9 items-center gap-2 px-3">
        <h2 id={heading} className="text-sm font-medium">
          {chart.title}
        </h2>
        <span className="min-w-0 flex-1 truncate text-xs text-fg-subtle">
          {under === undefined ? chart.unit : <span className="num">{stepTime(time, under, zone)}</span>}
        </span>
        <IconButton
          label={`${isTable ? "Show as chart" : "Show as table"}: ${chart.title}`}
          icon={isTable ? <ChartColumn width={14} height={14} /> : <Table width={14} height={14} />}
          pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        />
      </header>
      {isEmpty ? (
        <p className="grid place-items-center text-fg-subtle" style={{ height: plotHeight }}>
          {chart.nothing}
        </p>
      ) : isTable ? (
        <ChartTable chart={chart} time={time} zone={zone} height={plotHeight} />
      ) : (
        <TimeChart
          chart={chart}
          time={time}
          height={plotHeight}
          step={under}
          onStep={setStep}
          onSelect={onSelect}
        />
      )}
      <ChartLegend chart={chart} step={under} />
    </section>
  );
}
