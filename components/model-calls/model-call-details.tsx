"use client";
import { useQuery } from "@tanstack/react-query";
import { DetailsHead } from "@/components/data/details-head";
import { FieldsPanel } from "@/components/data/fields-panel";
import { PaneHeader } from "@/components/data/pane-header";
import { PayloadPane } from "@/components/data/payload-pane";
import { RecordFacts } from "@/components/data/record-facts";
import { TimeText } from "@/components/data/time-text";
import { EmptyState } from "@/components/ui/empty-state";
import { NotRecorded } from "@/components/ui/not-recorded";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { Status } from "@/components/ui/status";
import { Tabs } from "@/components/ui/tabs";
import { formatDuration, plural } from "@/lib/client/format";
import { modelCallOptions } from "@/lib/client/inspector-record-queries";
import { fieldHref, recordHref } from "@/lib/client/record-href";
import type { ModelCallDetail, ModelCallRow } from "@/lib/contracts/call";
import { modelCalls } from "@/lib/domain/model/model-call";
import { modelName } from "./model-call-columns";

export const modelCallTabs = ["fields", "request", "response", "parameters"] as const;
export type ModelCallTab = (typeof modelCallTabs)[number];

const payloads = {
  request: { field: "request_body", title: "Request" },
  response: { field: "response_body", title: "Response" },
  parameters: { field: "parameters", title: "Parameters" },
} as const;

export interface ModelCallDetailsProps {
  call: ModelCallRow | undefined;
  tab: ModelCallTab;
  onTab: (tab: ModelCallTab) => void;
}

/** The model call under the cursor: every field, its retries, and the bodies when asked for. */
export function ModelCallDetails({ call, tab, onTab }: ModelCallDetailsProps) {
  const needsDetail = call !== undefined && (tab !== "fields" || (call.retry_count ?? 0) > 0);
  const detail = useQuery({
    ...modelCallOptions(call?.conv_id ?? "", call?.call_id ?? ""),
    enabled: needsDetail,
  });
  if (call === undefined)
    return <EmptyState title="Nothing selected">Choose a model call to see its facts.</EmptyState>;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DetailsHead
        title={modelName(call)}
        mark={<Status status={call.status ?? "unknown"} />}
        id={call.call_id}
        idLabel="call id"
        href={recordHref(call.conv_id, call.ref)}
        marks={<MarksHere convId={null} recordRef={call.ref} />}
      />
      <NotesHere recordRef={call.ref} />
      <Tabs
        label="Views of this model call"
        tabs={[
          { id: "fields", label: "Fields" },
          ...Object.entries(payloads).map(([id, { title }]) => ({ id, label: title })),
        ]}
        selected={tab}
        onSelect={(id) => onTab(modelCallTabs.find((known) => known === id) ?? "fields")}
      >
        {tab === "fields" ? (
          <FieldsPanel error={call.error_message}>
            {call.output_preview !== null && (
              <div className="border-b px-3.5 py-2.5">
                <p className="line-clamp-4 text-sm text-fg-muted">{call.output_preview}</p>
              </div>
            )}
            <Retries retries={detail.data?.retries ?? []} />
            <RecordFacts
              fields={modelCalls.fields}
              row={call}
              omit={[
                "request_body",
                "response_body",
                "parameters",
                "output_preview",
                "error_message",
                "call_id",
                "key_origins",
              ]}
              hrefOf={(name, value) => fieldHref(call.conv_id, name, value)}
            />
          </FieldsPanel>
        ) : (
          <PayloadPane
            label={`${payloads[tab].title} of ${modelName(call)}`}
            query={detail}
            value={detail.data?.model_call[payloads[tab].field]}
            missing={`${payloads[tab].title} not recorded`}
          />
        )}
      </Tabs>
    </div>
  );
}

function Retries({ retries }: { retries: ModelCallDetail["retries"] }) {
  if (retries.length === 0) return null;
  return (
    <section aria-label="Retries">
      <PaneHeader title="Retries" end={plural(retries.length, "attempt")} level={3} />
      <ol className="flex flex-col gap-1 border-b px-3.5 py-2.5 text-xs">
        {retries.map((retry) => (
          <li
            key={retry.attempt}
            className="grid grid-cols-[2rem_3rem_minmax(0,1fr)_auto] items-baseline gap-2"
          >
            <span className="num text-fg-subtle">{retry.attempt}</span>
            <span className="num">{retry.status ?? <NotRecorded />}</span>
            <span className="truncate" title={retry.cause ?? undefined}>
              {retry.cause ?? <NotRecorded />}
            </span>
            <span className="num text-fg-muted">
              {retry.backoff_ms === null ? "no wait" : `waited ${formatDuration(retry.backoff_ms)}`}
              {retry.occurred_at_ms !== null && (
                <>
                  {" · "}
                  <TimeText ms={retry.occurred_at_ms} />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
