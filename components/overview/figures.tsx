import Link from "next/link";
import type { ReactNode } from "react";
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatPercent,
  plural,
} from "@/lib/client/format";
import type { Rollups, SumMetric } from "@/lib/contracts/rollup";
import { callCounts } from "./breakdown-rows";
import { groupsOf, latencyOf } from "./chart-data";
import type { ListLinks } from "./list-links";

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: ReactNode;
  readonly href?: string;
}

/** The range in seven numbers, each leading to the list of what it counts. */
export function Figures({ rollups, links }: { rollups: Rollups; links: ListLinks }) {
  return (
    <dl className="grid grid-cols-2 gap-px border-b bg-border sm:grid-cols-4 lg:grid-cols-7">
      {figuresOf(rollups, links).map(({ label, value, note, href }) => (
        <div
          key={label}
          className="flex min-w-0 flex-col bg-canvas px-3 py-2 last:col-span-2 lg:last:col-span-1"
        >
          <dt className="text-2xs text-fg-subtle">
            {href === undefined ? (
              label
            ) : (
              <Link href={href} className="rounded-mark hover:text-fg hover:underline">
                {label}
              </Link>
            )}
          </dt>
          <dd className="text-xl font-semibold tabular-nums">{value}</dd>
          <dd className="truncate text-xs text-fg-muted">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(rollups: Rollups, links: ListLinks): readonly Figure[] {
  const failures = groupsOf(rollups, "errors");
  const models = callCounts(rollups, "model_calls");
  const tools = callCounts(rollups, "tool_calls");
  const latency = latencyOf(rollups.latencies)?.all;
  const input = sumOf(rollups, "tokens", "input");
  const cached = sumOf(rollups, "tokens", "cache_read");
  const output = sumOf(rollups, "tokens", "output");
  const ms = (value: number | null | undefined) => (value == null ? "–" : formatDuration(value));
  return [
    {
      label: "Failures",
      value: formatCount(sumOf(rollups, "errors")),
      note: failures.length === 0 ? "none recorded" : plural(failures.length, "code"),
      href: links.incidents(""),
    },
    {
      label: "Model calls",
      value: formatCount(models.calls),
      note: failedNote(models),
      href: links.modelCalls(""),
    },
    {
      label: "Latency p95",
      value: ms(latency?.p95_ms),
      note: `p50 ${ms(latency?.p50_ms)} · p99 ${ms(latency?.p99_ms)}`,
    },
    {
      label: "Tool calls",
      value: formatCount(tools.calls),
      note: failedNote(tools),
      href: links.toolCalls(""),
    },
    {
      label: "Tokens",
      value: formatCompact(input + output),
      note:
        input === 0 ? "none told" : `${formatCompact(output)} out · ${formatPercent(cached / input)} cached`,
    },
    {
      label: "Envelopes",
      value: formatCompact(sumOf(rollups, "events")),
      note: `${formatCount(sumOf(rollups, "events"))} stored`,
      href: links.events(""),
    },
    {
      label: "Bytes",
      value: formatBytes(sumOf(rollups, "bytes")),
      note: "of stored envelopes",
    },
  ];
}

/** Sum of a metric, of one kind where a last part of its key is given. */
function sumOf(rollups: Rollups, metric: SumMetric, kind?: string): number {
  return groupsOf(rollups, metric)
    .filter(({ key }) => kind === undefined || key.at(-1) === kind)
    .reduce((sum, { total }) => sum + Number(total), 0);
}

function failedNote({ calls, failed }: { calls: number; failed: number }): ReactNode {
  if (calls === 0) return "none made";
  if (failed === 0) return "none failed";
  return (
    <span className="text-err">
      {formatCount(failed)} failed · {formatPercent(failed / calls)}
    </span>
  );
}
