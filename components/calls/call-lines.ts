import type { ModelCallRow, ToolCallRow } from "@/lib/contracts/call";

/** A model or tool call on the one axis of a turn's work. */
export type CallLine =
  | {
      readonly kind: "model";
      readonly ref: string;
      readonly start_ms: number | null;
      readonly took_ms: number | null;
      readonly call: ModelCallRow;
    }
  | {
      readonly kind: "tool";
      readonly ref: string;
      readonly start_ms: number | null;
      readonly took_ms: number | null;
      readonly call: ToolCallRow;
    };

/**
 * Model and tool calls in order of their start, as they took turns. Calls without a time come first. Where
 * one list is not read to its end, the other is held back to where it reaches, so that nothing appears
 * later in the middle of what was shown.
 */
export function callLines(
  model: { readonly calls: readonly ModelCallRow[]; readonly hasMore: boolean },
  tool: { readonly calls: readonly ToolCallRow[]; readonly hasMore: boolean },
): readonly CallLine[] {
  const modelLines = model.calls.map((call): CallLine => ({
    kind: "model",
    ref: call.ref,
    start_ms: call.started_at_ms ?? call.occurred_at_ms,
    took_ms: call.total_ms ?? between(call.started_at_ms, call.finished_at_ms),
    call,
  }));
  const toolLines = tool.calls.map((call): CallLine => ({
    kind: "tool",
    ref: call.ref,
    start_ms: call.started_at_ms ?? call.requested_at_ms ?? call.occurred_at_ms,
    took_ms: call.duration_ms ?? between(call.started_at_ms ?? call.requested_at_ms, call.finished_at_ms),
    call,
  }));
  const reach = Math.min(reachOf(modelLines, model.hasMore), reachOf(toolLines, tool.hasMore));
  return [...modelLines, ...toolLines]
    .filter(({ start_ms }) => (start_ms ?? Number.NEGATIVE_INFINITY) <= reach)
    .sort((a, b) => (a.start_ms ?? 0) - (b.start_ms ?? 0));
}

function reachOf(lines: readonly CallLine[], hasMore: boolean): number {
  return hasMore ? (lines.at(-1)?.start_ms ?? Number.NEGATIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function between(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : Math.max(0, end - start);
}
