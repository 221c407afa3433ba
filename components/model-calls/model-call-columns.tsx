import { conversationColumn, dash, timeColumn } from "@/components/data/record-columns";
import type { Column } from "@/components/data/virtual-table/column";
import { CodeText } from "@/components/ui/code-text";
import { Status } from "@/components/ui/status";
import { formatCompact, formatCount, formatDuration } from "@/lib/client/format";
import type { ModelCallRow } from "@/lib/contracts/call";
import { LatencySplit } from "./latency-split";

const count = (value: number | null) => (value === null ? dash : formatCompact(value));
const duration = (value: number | null) => (value === null ? dash : formatDuration(value));

/** Model that answered, with the one asked for when it differs. */
export function modelName({
  request_model,
  response_model,
}: Pick<ModelCallRow, "request_model" | "response_model">): string {
  return response_model ?? request_model ?? "unknown model";
}

/** Left edge of a row: calls that failed, and those whose end nobody saw. */
export function modelCallEdge({ status }: ModelCallRow): string | undefined {
  if (status === "failed") return "var(--err)";
  return status === "interrupted" || status === "unfinished" ? "var(--warn)" : undefined;
}

/** Columns of the list of model calls. */
export const modelCallColumns: readonly Column<ModelCallRow>[] = [
  timeColumn("started_at_ms", "Started", (row) => row.started_at_ms),
  {
    id: "status",
    header: "Status",
    width: 100,
    cell: (row) => (
      <Status
        status={row.status ?? "unknown"}
        tone={row.status === "unfinished" || row.status === "interrupted" ? "warn" : undefined}
      />
    ),
  },
  { id: "provider", least: 960, header: "Provider", width: 78, cell: (row) => row.provider ?? dash },
  {
    id: "model",
    header: "Model",
    width: 120,
    grow: 1,
    cell: (row) => <span className="font-medium">{modelName(row)}</span>,
    cellTitle: (row) => `asked for ${row.request_model ?? "–"}, answered by ${row.response_model ?? "–"}`,
  },
  conversationColumn((row) => row.conv_id),
  {
    id: "input_tokens",
    header: "In",
    width: 50,
    align: "end",
    mono: true,
    title: "Input tokens, cache reads included",
    cell: (row) => count(row.input_tokens),
  },
  {
    id: "output_tokens",
    header: "Out",
    width: 50,
    align: "end",
    mono: true,
    title: "Output tokens, reasoning included",
    cell: (row) => count(row.output_tokens),
  },
  {
    id: "cache_read_tokens",
    header: "Cached",
    width: 64,
    align: "end",
    mono: true,
    hidden: true,
    title: "Input tokens read from a cache",
    cell: (row) => count(row.cache_read_tokens),
  },
  {
    id: "reasoning_tokens",
    header: "Reasoning",
    width: 78,
    align: "end",
    mono: true,
    hidden: true,
    cell: (row) => count(row.reasoning_tokens),
  },
  {
    id: "cost",
    header: "Cost",
    width: 68,
    align: "end",
    mono: true,
    hidden: true,
    cell: (row) => (row.cost === null ? dash : `$${row.cost.toFixed(4)}`),
  },
  {
    id: "first_token_ms",
    header: "First token",
    width: 80,
    align: "end",
    mono: true,
    cell: (row) => duration(row.first_token_ms),
  },
  {
    id: "total_ms",
    header: "Total",
    width: 66,
    align: "end",
    mono: true,
    cell: (row) => duration(row.total_ms),
  },
  {
    id: "split",
    header: "Latency",
    width: 88,
    hidden: true,
    title: "Queue, provider and work after, as shares of the whole",
    cell: (row) => <LatencySplit call={row} />,
  },
  {
    id: "tokens_per_second",
    header: "Tok/s",
    width: 58,
    hidden: true,
    align: "end",
    mono: true,
    cell: (row) => (row.tokens_per_second === null ? dash : row.tokens_per_second.toFixed(0)),
  },
  {
    id: "finish",
    header: "Finish or error",
    width: 130,
    grow: 1,
    cell: (row) =>
      row.error_code === null && row.error_message === null ? (
        (row.finish_reason ?? row.finish_class ?? dash)
      ) : (
        <span className="num text-err">
          {row.error_code === null ? row.error_message : <CodeText code={row.error_code} />}
        </span>
      ),
    cellTitle: (row) =>
      [row.error_code, row.error_message ?? row.finish_class].filter(Boolean).join("\n") || undefined,
  },
  {
    id: "retry_count",
    least: 900,
    header: "Retries",
    width: 56,
    align: "end",
    mono: true,
    cell: (row) => (row.retry_count === null ? dash : formatCount(row.retry_count)),
    cellTitle: (row) => row.backoff_cause ?? undefined,
  },
  {
    id: "iteration",
    header: "Round",
    width: 56,
    align: "end",
    mono: true,
    hidden: true,
    title: "Tool-loop iteration",
    cell: (row) => count(row.iteration),
  },
];
