import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import { countOf, described, grouped, linksTo, oneLine, phrase, type Described } from "./described";

type ModelCallRow = LoadedRow<"model_call">;
type ToolCallRow = LoadedRow<"tool_call">;

const failedToolStatuses: readonly (string | null)[] = ["failed", "timed_out", "cancelled", "rejected"];

export function describeModelCall(row: ModelCallRow): Described {
  const isFailed = row.status === "failed" || row.error_code !== null;
  const isUnfinished = row.status === "unfinished" || row.status === "interrupted";
  return described({
    ref: recordRef("model_call", row.conv_id, row.call_id),
    kind: "model_call",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.last_ordinal ?? row.first_ordinal ?? row.ordinal,
    seq: row.seq,
    at_ms: row.finished_at_ms ?? row.started_at_ms ?? row.occurred_at_ms,
    title: `model call ${row.response_model ?? row.request_model ?? row.provider ?? ""}`.trim(),
    summary: isFailed
      ? phrase(row.error_code, oneLine(row.error_message))
      : phrase(
          isUnfinished && `${row.status ?? ""}: no end was recorded`,
          usageOf(row),
          row.finish_reason,
          oneLine(row.output_preview, 80),
        ),
    took_ms: row.total_ms ?? tookOf(row.started_at_ms, row.finished_at_ms),
    mark: isFailed ? "provider" : "model",
    tone: isFailed ? "failed" : isUnfinished ? "warning" : null,
    subject: row.call_id,
    links: linksTo(row.turn_id !== null && recordRef("turn", row.conv_id, row.turn_id)),
  });
}

export function describeToolCall(row: ToolCallRow): Described {
  const isFailed = failedToolStatuses.includes(row.status);
  const isOpen = row.status === "requested" || row.status === "running";
  return described({
    ref: recordRef("tool_call", row.conv_id, row.tool_call_id),
    kind: "tool_call",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.last_ordinal ?? row.first_ordinal ?? row.ordinal,
    seq: row.seq,
    at_ms: row.finished_at_ms ?? row.started_at_ms ?? row.requested_at_ms ?? row.occurred_at_ms,
    title: `tool ${row.tool_name ?? row.tool_call_id}`,
    summary: isFailed
      ? phrase(row.status, row.error_code, oneLine(row.error_text ?? row.cancel_cause))
      : phrase(
          isOpen && `${row.status ?? ""}: no result was recorded`,
          oneLine(row.arguments_preview, 80),
          oneLine(row.result_preview, 80),
        ),
    took_ms: row.duration_ms ?? tookOf(row.started_at_ms ?? row.requested_at_ms, row.finished_at_ms),
    mark: "tool",
    tone: isFailed ? "failed" : isOpen ? "warning" : null,
    subject: row.tool_call_id,
    links: linksTo(
      row.model_call_id !== null && recordRef("model_call", row.conv_id, row.model_call_id),
      row.turn_id !== null && recordRef("turn", row.conv_id, row.turn_id),
    ),
  });
}

function usageOf(row: ModelCallRow): string {
  if (row.input_tokens === null && row.output_tokens === null) return "";
  const parts = [
    row.input_tokens !== null && `in ${grouped(row.input_tokens)}`,
    row.output_tokens !== null && `out ${grouped(row.output_tokens)}`,
    row.cache_read_tokens !== null && row.cache_read_tokens > 0 && `cache ${grouped(row.cache_read_tokens)}`,
    row.reasoning_tokens !== null && row.reasoning_tokens > 0 && `reasoning ${grouped(row.reasoning_tokens)}`,
    row.retry_count !== null &&
      row.retry_count > 0 &&
      countOf(row.retry_count, "retry").replace("retrys", "retries"),
  ];
  return phrase(...parts);
}

/** Time between two clocks of one source; null when either is unknown. */
export function tookOf(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : Math.max(0, end - start);
}
