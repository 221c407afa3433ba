"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { KeyValues, type KeyValue } from "@/components/data/key-values";
import { PageState, type PaneState } from "@/components/data/page-state";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { buttonClass } from "@/components/ui/button";
import { ClassMark } from "@/components/ui/class-mark";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { Status } from "@/components/ui/status";
import { formatCount, plural, truncateMiddle } from "@/lib/client/format";
import type { IncidentSummary, Occurrence } from "@/lib/contracts/error";
import { incidentOptions } from "./incident-queries";

/** Address of the place in the inspector at which an occurrence happened. */
export function occurrenceHref({ conv_id, ref }: Pick<Occurrence, "conv_id" | "ref">): string | undefined {
  return conv_id === null
    ? undefined
    : `/conversations/${encodeURIComponent(conv_id)}?sel=${encodeURIComponent(ref)}`;
}

/** What is known of an incident: facts, why its occurrences are one group, and each of them. */
export function IncidentPreview({ incident }: { incident: IncidentSummary | undefined }) {
  const query = useQuery({
    ...incidentOptions(incident?.incident_id ?? ""),
    enabled: incident !== undefined,
  });
  if (incident === undefined)
    return <EmptyState title="Nothing selected">Choose an incident to see its occurrences.</EmptyState>;
  const newest = query.data?.occurrences.items[0];
  const href = newest === undefined ? undefined : occurrenceHref(newest);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex flex-col gap-2 border-b px-3.5 py-3">
        <ClassMark errorClass={incident.error_class}>
          <span className="num">{incident.error_code}</span>
        </ClassMark>
        <h2 className="text-md font-semibold break-words">{incident.title ?? incident.error_code}</h2>
        {href !== undefined && (
          <span>
            <Link href={href} className={buttonClass({ variant: "primary" })}>
              Open newest <Kbd keys="Enter" />
            </Link>
          </span>
        )}
      </div>
      <KeyValues items={facts(incident)} className="px-3.5 py-3" />
      <PaneHeader
        title="Why grouped"
        end={`fingerprint v${String(incident.fingerprint_version)}`}
        level={3}
      />
      <p className="px-3.5 py-3 text-xs text-fg-muted">
        Same class, code and message once ids, numbers, paths and quoted values are left out:{" "}
        <span className="num break-words text-fg">{incident.title ?? "no message"}</span>
      </p>
      <PaneHeader title="Occurrences" end={formatCount(incident.occurrence_count ?? 0)} level={3} />
      <PageState state={stateOf(query)}>
        <ul aria-label="Occurrences">
          {query.data?.occurrences.items.map((occurrence) => (
            <OccurrenceRow key={occurrence.error_id} occurrence={occurrence} />
          ))}
        </ul>
      </PageState>
    </div>
  );
}

function stateOf(query: {
  readonly isError: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  refetch(): unknown;
}): PaneState {
  if (query.isError) return { kind: "failed", error: query.error, onRetry: () => void query.refetch() };
  return { kind: query.isPending ? "loading" : "ready" };
}

function facts(incident: IncidentSummary): readonly KeyValue[] {
  const list = (values: readonly (string | number)[]) => (values.length === 0 ? null : values.join(", "));
  return [
    { label: "State", value: <Status status={incident.state ?? "open"} /> },
    {
      label: "Occurrences",
      value: `${formatCount(incident.occurrence_count ?? 0)} in ${plural(incident.conversation_count ?? 0, "conversation")}`,
    },
    {
      label: "First seen",
      value:
        incident.first_seen_at_ms === null ? null : (
          <TimeText ms={incident.first_seen_at_ms} show="date-time" />
        ),
    },
    {
      label: "Last seen",
      value:
        incident.last_seen_at_ms === null ? null : (
          <TimeText ms={incident.last_seen_at_ms} show="date-time" />
        ),
    },
    { label: "Tools", value: list(incident.tools), wrap: true },
    { label: "Models", value: list(incident.models), wrap: true },
    { label: "Providers", value: list(incident.providers), wrap: true },
    { label: "HTTP statuses", value: list(incident.http_statuses), mono: true },
  ];
}

function OccurrenceRow({ occurrence }: { occurrence: Occurrence }) {
  const href = occurrenceHref(occurrence);
  const text = (
    <>
      {occurrence.occurred_at_ms !== null && (
        <TimeText ms={occurrence.occurred_at_ms} show="time" className="text-fg-muted" />
      )}
      <span className="min-w-0 truncate">
        {occurrence.conversation_title ?? truncateMiddle(occurrence.conv_id ?? "no conversation", 28)}
      </span>
      <span className="num ml-auto whitespace-nowrap text-fg-subtle">
        {occurrence.turn_id === null ? "" : truncateMiddle(occurrence.turn_id, 12)}
      </span>
    </>
  );
  const look = "flex h-7 items-center gap-3 border-b border-line px-3.5 text-xs";
  return (
    <li title={occurrence.raw_message ?? occurrence.safe_message ?? undefined}>
      {href === undefined ? (
        <span className={look}>{text}</span>
      ) : (
        <Link href={href} className={`${look} ring-inside hover:bg-hover`}>
          {text}
        </Link>
      )}
    </li>
  );
}
