"use client";
import { useQuery } from "@tanstack/react-query";
import { DetailsHead } from "@/components/data/details-head";
import { FieldsPanel } from "@/components/data/fields-panel";
import { PaneHeader } from "@/components/data/pane-header";
import { PayloadPane } from "@/components/data/payload-pane";
import { RecordFacts } from "@/components/data/record-facts";
import { EmptyState } from "@/components/ui/empty-state";
import { NotRecorded } from "@/components/ui/not-recorded";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { Status } from "@/components/ui/status";
import { Tabs } from "@/components/ui/tabs";
import { formatCount } from "@/lib/client/format";
import { toolCallOptions } from "@/lib/client/inspector-record-queries";
import { fieldHref, recordHref } from "@/lib/client/record-href";
import type { ToolCallDetail, ToolCallRow } from "@/lib/contracts/call";
import { toolCalls } from "@/lib/domain/model/tool-call";

export const toolCallTabs = ["fields", "arguments", "result"] as const;
export type ToolCallTab = (typeof toolCallTabs)[number];

export interface ToolCallDetailsProps {
  call: ToolCallRow | undefined;
  tab: ToolCallTab;
  onTab: (tab: ToolCallTab) => void;
}

/** The tool call under the cursor: every field, what it changed outside, arguments and result when asked for. */
export function ToolCallDetails({ call, tab, onTab }: ToolCallDetailsProps) {
  const detail = useQuery({
    ...toolCallOptions(call?.conv_id ?? "", call?.tool_call_id ?? ""),
    enabled: call !== undefined,
  });
  if (call === undefined)
    return <EmptyState title="Nothing selected">Choose a tool call to see its facts.</EmptyState>;
  const name = toolName(call);
  const payload = detail.data?.tool_call;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DetailsHead
        title={name}
        mark={<Status status={call.status ?? "unknown"} />}
        id={call.tool_call_id}
        idLabel="call id"
        href={recordHref(call.conv_id, call.ref)}
        marks={<MarksHere convId={null} recordRef={call.ref} />}
      />
      <NotesHere recordRef={call.ref} />
      <Tabs
        label="Views of this tool call"
        tabs={[
          { id: "fields", label: "Fields" },
          { id: "arguments", label: "Arguments" },
          { id: "result", label: "Result" },
        ]}
        selected={tab}
        onSelect={(id) => onTab(toolCallTabs.find((known) => known === id) ?? "fields")}
      >
        {tab === "fields" && (
          <FieldsPanel error={call.error_text}>
            <SideEffects effects={detail.data?.side_effects} />
            <RecordFacts
              fields={toolCalls.fields}
              row={call}
              omit={[
                "arguments",
                "arguments_raw",
                "result",
                "result_raw",
                "error_text",
                "tool_call_id",
                "key_origins",
              ]}
              hrefOf={(field, value) => fieldHref(call.conv_id, field, value)}
            />
          </FieldsPanel>
        )}
        {tab === "arguments" && (
          <PayloadPane
            label={`Arguments of ${name}`}
            query={detail}
            value={payload?.arguments ?? payload?.arguments_raw}
            missing="Arguments not recorded"
          />
        )}
        {tab === "result" && (
          <PayloadPane
            label={`Result of ${name}`}
            query={detail}
            value={payload?.result ?? payload?.result_raw}
            missing="Result not recorded"
          />
        )}
      </Tabs>
    </div>
  );
}

/** A projector that lost its caches writes calls without a name. */
function toolName({ tool_name }: Pick<ToolCallRow, "tool_name">): string {
  return tool_name === null || tool_name === "" ? "a tool without a name" : tool_name;
}

function SideEffects({ effects }: { effects: ToolCallDetail["side_effects"] | undefined }) {
  if (effects === undefined || effects.length === 0) return null;
  return (
    <section aria-label="Side effects">
      <PaneHeader title="Side effects" end={formatCount(effects.length)} level={3} />
      <ul className="flex flex-col gap-1 border-b px-3.5 py-2.5 text-xs">
        {effects.map((effect) => (
          <li key={effect.position} className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-2">
            <span className="text-fg-subtle">{effect.kind.replaceAll("_", " ")}</span>
            <span className="break-words">
              {effect.action !== null && <span className="font-medium">{effect.action} </span>}
              {effect.target ?? <NotRecorded />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
