import { conversationColumn, dash, timeColumn } from "@/components/data/record-columns";
import type { Column } from "@/components/data/virtual-table/column";
import { Status } from "@/components/ui/status";
import { formatCount, formatDuration } from "@/lib/client/format";
import type { ToolCallRow } from "@/lib/contracts/call";

/** Left edge of a row: calls that failed, and those that a person or a rule stopped. */
export function toolCallEdge({ status }: ToolCallRow): string | undefined {
  if (status === "failed" || status === "timed_out") return "var(--err)";
  return status === "rejected" || status === "cancelled" ? "var(--warn)" : undefined;
}

/** Columns of the list of tool calls. */
export const toolCallColumns: readonly Column<ToolCallRow>[] = [
  timeColumn("requested_at_ms", "Requested", (row) => row.requested_at_ms),
  { id: "status", header: "Status", width: 100, cell: (row) => <Status status={row.status ?? "unknown"} /> },
  {
    id: "tool_name",
    header: "Tool",
    width: 112,
    grow: 0.6,
    cell: (row) =>
      row.tool_name ? (
        <span className="font-medium">{row.tool_name}</span>
      ) : (
        <span className="text-fg-subtle">no name</span>
      ),
  },
  conversationColumn((row) => row.conv_id, { width: 108, grow: 0.6 }),
  {
    id: "arguments",
    header: "Arguments",
    width: 130,
    grow: 1.4,
    mono: true,
    cell: (row) => row.arguments_preview ?? dash,
    cellTitle: (row) => row.arguments_preview ?? undefined,
  },
  {
    id: "result",
    header: "Result or error",
    width: 140,
    grow: 1.4,
    mono: true,
    cell: (row) =>
      row.error_text === null ? (
        <span className="text-fg-muted">{row.result_preview ?? dash}</span>
      ) : (
        <span className="text-err">{row.error_text}</span>
      ),
    cellTitle: (row) => row.error_text ?? row.result_preview ?? undefined,
  },
  {
    id: "duration_ms",
    header: "Duration",
    width: 96,
    align: "end",
    mono: true,
    cell: (row) => (row.duration_ms === null ? dash : formatDuration(row.duration_ms)),
  },
  {
    id: "timeout_ms",
    header: "Timeout",
    width: 74,
    align: "end",
    mono: true,
    hidden: true,
    cell: (row) => (row.timeout_ms === null ? dash : formatDuration(row.timeout_ms)),
  },
  { id: "executed_by", least: 940, header: "Run by", width: 62, cell: (row) => row.executed_by ?? dash },
  { id: "tool_type", header: "Type", width: 74, hidden: true, cell: (row) => row.tool_type ?? dash },
  {
    id: "approval",
    least: 900,
    header: "Approval",
    width: 96,
    cell: (row) => row.approval ?? dash,
    cellTitle: (row) => row.approval ?? undefined,
  },
  {
    id: "retry_count",
    header: "Retries",
    width: 60,
    align: "end",
    mono: true,
    hidden: true,
    cell: (row) => (row.retry_count === null ? dash : formatCount(row.retry_count)),
  },
  {
    id: "iteration",
    header: "Round",
    width: 56,
    align: "end",
    mono: true,
    hidden: true,
    title: "Tool-loop iteration",
    cell: (row) => (row.iteration === null ? dash : formatCount(row.iteration)),
  },
  {
    id: "error_code",
    header: "Error code",
    width: 124,
    mono: true,
    hidden: true,
    cell: (row) => row.error_code ?? dash,
  },
];
