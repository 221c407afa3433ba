"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DetailsHead } from "@/components/data/details-head";
import { FieldsPanel } from "@/components/data/fields-panel";
import { KeyValues, type KeyValue } from "@/components/data/key-values";
import { MonoId } from "@/components/data/mono-id";
import { PaneHeader } from "@/components/data/pane-header";
import { PayloadPane } from "@/components/data/payload-pane";
import { TimeText } from "@/components/data/time-text";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { Status } from "@/components/ui/status";
import { Tabs } from "@/components/ui/tabs";
import { formatBytes, formatCount } from "@/lib/client/format";
import { envelopePath } from "@/lib/client/inspector-fetch";
import { eventOptions } from "@/lib/client/inspector-record-queries";
import { fieldHref, recordHref } from "@/lib/client/record-href";
import type { EventRow } from "@/lib/contracts/event";

export type EventDetailsTab = "fields" | "payload";

export interface EventDetailsProps {
  event: EventRow | undefined;
  tab: EventDetailsTab;
  onTab: (tab: EventDetailsTab) => void;
}

/** The envelope under the cursor: its parsed fields, and its payload when asked for. */
export function EventDetails({ event, tab, onTab }: EventDetailsProps) {
  const detail = useQuery({
    ...eventOptions(event?.ordinal ?? ""),
    enabled: event !== undefined && tab === "payload",
  });
  if (event === undefined)
    return <EmptyState title="Nothing selected">Choose an envelope to see its fields.</EmptyState>;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DetailsHead
        title={event.type}
        mark={<Status status={event.decode_status} />}
        id={event.sha256}
        idLabel="SHA-256"
        href={recordHref(event.conv_id, event.ref)}
        actions={
          <a
            href={envelopePath(event.ordinal)}
            download={`envelope-${event.ordinal}`}
            className={buttonClass()}
          >
            Download bytes
          </a>
        }
        marks={<MarksHere convId={null} recordRef={event.ref} />}
      />
      <NotesHere recordRef={event.ref} />
      <Tabs
        label="Views of this envelope"
        tabs={[
          { id: "fields", label: "Fields" },
          { id: "payload", label: "Payload" },
        ]}
        selected={tab}
        onSelect={(id) => onTab(id === "payload" ? "payload" : "fields")}
      >
        {tab === "fields" ? (
          <FieldsPanel>
            <EventFacts event={event} />
          </FieldsPanel>
        ) : (
          <PayloadPane
            label={`Payload of ${event.type}`}
            query={detail}
            value={detail.data?.payload ?? detail.data?.text}
            missing="The payload cannot be shown"
            hint={detail.data?.left_out ?? undefined}
          />
        )}
      </Tabs>
    </div>
  );
}

function EventFacts({ event }: { event: EventRow }) {
  const link = (name: string, value: string | null): ReactNode =>
    value === null ? null : (
      <MonoId id={value} maxLength={30} href={fieldHref(event.conv_id, name, value)} copyLabel={name} />
    );
  const parsed: readonly KeyValue[] = [
    {
      label: "ordinal",
      value: formatCount(event.ordinal),
      mono: true,
      title: "The console's own order of arrival",
    },
    { label: "class", value: event.class },
    { label: "dialect", value: event.dialect, title: "Wire format" },
    { label: "decode_status", value: <Status status={event.decode_status} /> },
    ...(event.decode_error === null
      ? []
      : [{ label: "decode_error", value: event.decode_error, wrap: true }]),
    {
      label: "anomalies",
      value:
        event.anomalies.length === 0
          ? "none"
          : event.anomalies.map((kind) => kind.replaceAll("_", " ")).join(", "),
      wrap: true,
    },
    {
      label: "byte_length",
      value: `${formatBytes(event.byte_length)} (${formatCount(event.byte_length)})`,
      mono: true,
    },
    { label: "source", value: event.source, wrap: true },
    { label: "source_path", value: event.source_path.replaceAll("_", " ") },
    {
      label: "twin_of",
      value: link("twin_of", event.twin_of),
      title: "First envelope that told of the same event by another path",
    },
  ];
  const keys: readonly KeyValue[] = [
    { label: "conv_id", value: link("conv_id", event.conv_id) },
    { label: "turn_id", value: link("turn_id", event.turn_id) },
    { label: "turn_how", value: event.turn_how, title: "How the turn is known" },
    { label: "event_id", value: link("event_id", event.event_id) },
    { label: "item_id", value: link("item_id", event.item_id), title: "Id of the line that carried it" },
    { label: "stream_id", value: link("stream_id", event.stream_id) },
    { label: "stream", value: link("stream", event.stream), title: "Stream inside which seq counts" },
    { label: "seq", value: event.seq, mono: true },
    { label: "seq_regime", value: event.seq_regime },
    {
      label: "epoch",
      value: formatCount(event.epoch),
      mono: true,
      title: "A restart of the stream begins a new one",
    },
    {
      label: "occurred_at_ms",
      value: event.occurred_at_ms === null ? null : <TimeText ms={event.occurred_at_ms} show="date-time" />,
      title: "By the source's clock",
    },
    {
      label: "ingested_at_ms",
      value: <TimeText ms={event.ingested_at_ms} show="date-time" />,
      title: "By this console's clock",
    },
  ];
  return (
    <>
      <KeyValues items={parsed} labelWidth={116} className="px-3.5 py-3" />
      <PaneHeader title="Keys and clocks" level={3} className="border-t" />
      <KeyValues items={keys} labelWidth={116} className="px-3.5 py-3" />
    </>
  );
}
