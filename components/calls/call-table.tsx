"use client";
import { useMemo } from "react";
import { PageState } from "@/components/data/page-state";
import { useTimeZone } from "@/components/data/time-text";
import type { Column } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { Status } from "@/components/ui/status";
import {
  formatCompact,
  formatCount,
  formatDateTimeZone,
  formatDuration,
  formatTimeOfDay,
  type TimeZoneChoice,
} from "@/lib/client/format";
import type { CallLine } from "./call-lines";
import { LatencyBar } from "./latency-bar";
import { useCalls } from "./use-calls";

export interface CallTableProps {
  convId: string;
  cursor: string | null;
  onSelect: (ref: string) => void;
  onOpen: () => void;
}

const keyOf = (line: CallLine): string => line.ref;
const edgeOf = (line: CallLine): string =>
  line.kind === "model" ? "var(--class-provider)" : "var(--class-tool)";

/** Model and tool calls as they took turns, with where the time went. */
export function CallTable({ convId, cursor, onSelect, onOpen }: CallTableProps) {
  const { lines, isPending, error, retry, hasMore, loadMore } = useCalls(convId, null);
  const zone = useTimeZone();
  const longest = useMemo(() => Math.max(1, ...lines.map((line) => line.took_ms ?? 0)), [lines]);
  const columns = useMemo(() => callColumns(zone, longest), [zone, longest]);
  return (
    <PageState
      state={
        error !== null && lines.length === 0
          ? { kind: "failed", error, onRetry: retry }
          : !isPending && lines.length === 0
            ? {
                kind: "not-recorded",
                title: "No model or tool calls are recorded",
                hint: "The source neither stated calls nor sent events from which they could be told.",
              }
            : { kind: "ready" }
      }
    >
      <VirtualTable
        label="Model and tool calls"
        primary
        widthsName="inspector-calls"
        columns={columns}
        rows={lines}
        rowKey={keyOf}
        selectedKey={cursor}
        onSelect={(line) => onSelect(line.ref)}
        onOpen={onOpen}
        edge={edgeOf}
        loading={isPending}
        hasMore={hasMore}
        onEndReached={loadMore}
      />
    </PageState>
  );
}

function callColumns(zone: TimeZoneChoice, longestMs: number): readonly Column<CallLine>[] {
  return [
    {
      id: "start",
      header: "Start",
      width: 104,
      mono: true,
      cell: (line) => (
        <span className="text-fg-muted">
          {line.start_ms === null ? "" : formatTimeOfDay(line.start_ms, zone)}
        </span>
      ),
      cellTitle: (line) =>
        line.start_ms === null ? "no time recorded" : formatDateTimeZone(line.start_ms, zone),
    },
    { id: "what", header: "Call", width: 130, grow: 1, mono: true, cell: nameOf, cellTitle: nameOf },
    {
      id: "status",
      header: "Status",
      width: 104,
      cell: ({ call }) => (call.status === null ? "" : <Status status={call.status} />),
    },
    {
      id: "latency",
      header: "Latency",
      width: 120,
      grow: 1,
      cell: (line) => <CallBar line={line} longestMs={longestMs} />,
    },
    {
      id: "took",
      header: "Took",
      width: 72,
      align: "end",
      mono: true,
      cell: (line) => (line.took_ms === null ? "" : formatDuration(line.took_ms)),
    },
    {
      id: "first",
      header: "1st token",
      width: 72,
      align: "end",
      mono: true,
      cell: ({ call, kind }) => (
        <span className="text-fg-subtle">
          {kind === "model" && call.first_token_ms !== null ? formatDuration(call.first_token_ms) : ""}
        </span>
      ),
    },
    {
      id: "tokens",
      header: "Tokens",
      width: 96,
      align: "end",
      mono: true,
      title: "Input → output",
      cell: ({ call, kind }) =>
        kind === "model" && (call.input_tokens !== null || call.output_tokens !== null)
          ? `${formatCompact(call.input_tokens ?? 0)} → ${formatCompact(call.output_tokens ?? 0)}`
          : "",
      cellTitle: ({ call, kind }) =>
        kind === "model"
          ? `${formatCount(call.input_tokens ?? 0)} in, ${formatCount(call.output_tokens ?? 0)} out`
          : undefined,
    },
    {
      id: "outcome",
      header: "Outcome",
      width: 130,
      grow: 1,
      cell: (line) => (
        <span className={isFailed(line) ? "text-err" : "text-fg-muted"}>{outcomeOf(line)}</span>
      ),
      cellTitle: outcomeOf,
    },
  ];
}

function nameOf({ kind, call }: CallLine): string {
  if (kind === "tool") return call.tool_name ?? call.tool_call_id;
  return call.response_model ?? call.request_model ?? call.provider ?? call.call_id;
}

function isFailed({ call }: CallLine): boolean {
  return (
    call.error_code !== null ||
    call.status === "failed" ||
    call.status === "timed_out" ||
    call.status === "rejected"
  );
}

/** How it ended, in a few words. */
function outcomeOf({ kind, call }: CallLine): string {
  if (kind === "model") {
    const retries = (call.retry_count ?? 0) > 0 ? `${call.retry_count ?? 0} retries` : null;
    return [call.error_code, call.error_message ?? call.finish_reason, retries]
      .filter((part) => part !== null)
      .join(" · ");
  }
  const failure = [call.error_code, call.error_text ?? call.cancel_cause]
    .filter((part) => part !== null)
    .join(" · ");
  return failure === "" ? (call.result_preview ?? call.arguments_preview ?? "") : failure;
}

function CallBar({ line, longestMs }: { line: CallLine; longestMs: number }) {
  if (line.kind === "model")
    return <LatencyBar call={{ ...line.call, total_ms: line.took_ms }} scaleMs={longestMs} />;
  if (line.took_ms === null) return null;
  return (
    <span className="relative block h-2 w-full">
      <span
        data-mark=""
        className="absolute inset-y-0 left-0 min-w-0.5 bg-class-tool"
        style={{ width: `${(line.took_ms / longestMs) * 100}%` }}
      />
    </span>
  );
}
