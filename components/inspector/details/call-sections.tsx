"use client";
import type { ReactNode } from "react";
import { TimeText } from "@/components/data/time-text";
import { formatDuration } from "@/lib/client/format";
import type { ModelCallDetail, ModelCallRow, ToolCallDetail } from "@/lib/contracts/call";
import { Section, ValueSection } from "./section";

/** Where the time of a model call went, its retries, and the parts of its answer. */
export function ModelCallSections({
  detail,
  renderLatency,
}: {
  detail: ModelCallDetail;
  renderLatency: (call: ModelCallRow) => ReactNode;
}): ReactNode {
  const { model_call: call, retries, items } = detail;
  return (
    <>
      <Section title="Latency" end={call.total_ms === null ? undefined : formatDuration(call.total_ms)}>
        {renderLatency(call)}
      </Section>
      {retries.length > 0 && (
        <Section title="Retries" end={retries.length}>
          <ol className="grid gap-1">
            {retries.map((retry) => (
              <li key={retry.attempt} className="flex gap-2 text-xs">
                <span className="num text-fg-subtle">#{retry.attempt}</span>
                <span className="min-w-0 flex-1 truncate">
                  {[retry.status, retry.cause].filter(Boolean).join(" · ")}
                </span>
                {retry.backoff_ms !== null && (
                  <span className="num text-fg-subtle">waited {formatDuration(retry.backoff_ms)}</span>
                )}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {items.length > 0 && (
        <Section title="Items of the answer" end={items.length}>
          <ol className="grid gap-1">
            {items.map(({ item_id, kind }) => (
              <li key={item_id} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-2 text-xs">
                <span className="text-fg-subtle">{kind?.replaceAll("_", " ") ?? "item"}</span>
                <span className="num break-all">{item_id}</span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {call.output_preview !== null && call.error_message !== null && (
        <Section title="Answer, beginning">{call.output_preview}</Section>
      )}
    </>
  );
}

/** What went into a tool call, what came out, and what it changed outside. */
export function ToolCallSections({ detail }: { detail: ToolCallDetail }): ReactNode {
  const { tool_call: call, side_effects } = detail;
  return (
    <>
      <ValueSection title="Arguments" value={call.arguments} />
      <ValueSection title="Result" value={call.result} />
      {side_effects.length > 0 && (
        <Section title="Side effects" end={side_effects.length}>
          <ul className="grid gap-1">
            {side_effects.map((effect) => (
              <li key={effect.position} className="flex gap-2 text-xs">
                <span className="shrink-0 text-fg-subtle">{effect.kind.replaceAll("_", " ")}</span>
                <span className="num shrink-0">{effect.action}</span>
                <span className="num min-w-0 flex-1 break-all">{effect.target}</span>
                {effect.occurred_at_ms !== null && (
                  <TimeText ms={effect.occurred_at_ms} className="text-fg-subtle" />
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
