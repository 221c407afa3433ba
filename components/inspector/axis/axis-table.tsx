"use client";
import { Dialog } from "@/components/ui/dialog";
import { TimeText } from "@/components/data/time-text";
import { formatDuration } from "@/lib/client/format";
import type { Axis } from "@/lib/contracts/joined";

export interface AxisTableProps {
  axis: Axis;
  open: boolean;
  onClose: () => void;
  onPick: (ref: string) => void;
}

interface Line {
  readonly ref: string;
  readonly lane: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly failed: boolean;
}

/** Everything the axis draws, as a table: the same facts for those who cannot see or point at it. */
export function AxisTable({ axis, open, onClose, onPick }: AxisTableProps) {
  return (
    <Dialog open={open} onOpenChange={onClose} title="Time axis as a table" wide>
      <table className="w-full border-collapse text-left text-xs">
        <thead className="text-2xs text-fg-subtle">
          <tr>
            {["Lane", "What", "Start", "Took"].map((header) => (
              <th key={header} scope="col" className="h-7 border-b px-2 font-medium">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(axis).map((line, at) => (
            <tr key={`${line.ref}-${at}`} className="border-b border-border/55 hover:bg-hover">
              <td className="px-2 text-fg-subtle">{line.lane}</td>
              <td className="px-2">
                <button
                  type="button"
                  className={
                    line.failed ? "min-h-6 text-left text-err hover:underline" : "link min-h-6 text-left"
                  }
                  onClick={() => {
                    onPick(line.ref);
                    onClose();
                  }}
                >
                  {line.label}
                  {line.count > 1 && ` (${line.count} records)`}
                </button>
              </td>
              <td className="px-2">
                <TimeText ms={line.start} />
              </td>
              <td className="num px-2 text-fg-subtle">
                {line.end > line.start ? formatDuration(line.end - line.start) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function linesOf(axis: Axis): readonly Line[] {
  const spans = axis.lanes.flatMap((lane) =>
    lane.spans.map((span) => ({
      ...span,
      lane: lane.name,
      start: span.start_ms,
      end: span.end_ms,
    })),
  );
  const ticks = axis.ticks.map((tick) => ({
    ...tick,
    lane: tick.kind === "error" ? "error" : "finding",
    start: tick.at_ms,
    end: tick.at_ms,
    failed: tick.kind === "error",
  }));
  return [...spans, ...ticks].sort((a, b) => a.start - b.start);
}
