import { PlainTable, type PlainColumn } from "@/components/data/plain-table";
import type { TimeZoneChoice } from "@/lib/client/format";
import type { Chart } from "./chart-data";
import type { TimeSteps } from "./plot-options";
import { stepTime } from "./step-words";

export interface ChartTableProps {
  chart: Chart;
  time: TimeSteps;
  zone: TimeZoneChoice;
  height: number;
}

/** The numbers of a chart, a row per step that holds any, newest first. */
export function ChartTable({ chart, time, zone, height }: ChartTableProps) {
  const told = chart.series.filter(({ total }) => total !== null && total > 0);
  const rows = Array.from({ length: time.steps }, (_, step) => time.steps - 1 - step).filter((step) =>
    told.some(({ values }) => (values[step] ?? 0) > 0),
  );
  const columns: readonly PlainColumn<number>[] = [
    { header: "Time", cell: (step) => <span className="num">{stepTime(time, step, zone)}</span> },
    ...told.map(({ label, values }): PlainColumn<number> => ({
      header: label,
      isNumber: true,
      cell: (step) => {
        const value = values[step] ?? null;
        return value === null ? "–" : chart.formatExactly(value);
      },
    })),
  ];
  return (
    <div className="overflow-y-auto" style={{ height }}>
      <PlainTable label={`${chart.title}, ${chart.unit}`} columns={columns} rows={rows} rowKey={String} />
    </div>
  );
}
