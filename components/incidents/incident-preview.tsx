"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Suspense } from "react";
import { KeyValues } from "@/components/data/key-values";
import { PageState, type PaneState } from "@/components/data/page-state";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { buttonClass } from "@/components/ui/button";
import { ClassMark } from "@/components/ui/class-mark";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/client/format";
import { recordHref } from "@/lib/client/record-href";
import type { IncidentDetail, IncidentSummary, Occurrence } from "@/lib/contracts/error";
import { DecisionList } from "./decision-list";
import { IncidentActions } from "./incident-actions";
import { incidentFacts } from "./incident-facts";
import { incidentOptions } from "./incident-queries";
import { OccurrenceList } from "./occurrence-list";
import { WhyGrouped } from "./why-grouped";
import { incidentTitle } from "@/lib/domain/failures/incident-title";

const FailureAccountPanel = lazyPart(() => import("@/components/data/failure-account/failure-account"));

/** Address of the place in the inspector at which an occurrence happened. */
export function occurrenceHref({ conv_id, ref }: Pick<Occurrence, "conv_id" | "ref">): string | undefined {
  return recordHref(conv_id, ref) ?? undefined;
}

export interface IncidentPreviewProps {
  incident: IncidentSummary | undefined;
  /** On a page of its own: facts beside the occurrences. */
  wide?: boolean;
  /** A decision was made about it. */
  onDecided?: () => void;
}

/** What is known of an incident: facts, decisions, why its occurrences are one group, and each of them. */
export function IncidentPreview({ incident: shown, wide = false, onDecided }: IncidentPreviewProps) {
  const query = useQuery({ ...incidentOptions(shown?.incident_id ?? ""), enabled: shown !== undefined });
  if (shown === undefined)
    return <EmptyState title="Nothing selected">Choose an incident to see its occurrences.</EmptyState>;
  const incident = query.data?.incident ?? shown;
  const newest = query.data?.occurrences.items[0];
  const href = newest === undefined ? undefined : occurrenceHref(newest);
  const actions = (
    <span className="flex flex-wrap gap-1.5">
      {href !== undefined && (
        <Link href={href} className={buttonClass({ variant: "primary", size: "small" })}>
          Open newest {!wide && <Kbd keys="Enter" />}
        </Link>
      )}
      <IncidentActions incident={incident} onDecided={onDecided} />
    </span>
  );
  const mark = (
    <ClassMark errorClass={incident.error_class}>
      <span className="num">{incident.error_code}</span>
    </ClassMark>
  );
  const marks = <MarksHere convId={null} recordRef={incident.ref} />;
  // In a pane the title of the incident is a heading of its own; on its page it is that of the page.
  const level = wide ? 2 : 3;
  const about = (
    <>
      {query.data !== undefined && <DecisionList incident={incident} decisions={query.data.decisions} />}
      <KeyValues items={incidentFacts(incident, query.data?.first ?? null)} className="px-3.5 py-3" />
      {query.data !== undefined && <WhyGrouped incident={incident} detail={query.data} level={level} />}
    </>
  );
  // What could not be read is said once, where the occurrences stand.
  const account = !(query.isError && newest === undefined) && (
    <section aria-label="In plain words">
      <PaneHeader
        title={(incident.occurrence_count ?? 0) > 1 ? "The newest one in plain words" : "In plain words"}
        end={newest?.occurred_at_ms != null && <TimeText ms={newest.occurred_at_ms} show="relative" />}
        level={level}
      />
      {newest === undefined ? (
        <PageState state={stateOf(query)}>{null}</PageState>
      ) : (
        <Suspense fallback={<Skeleton width="60%" />}>
          <FailureAccountPanel key={newest.error_id} errorId={newest.error_id} />
        </Suspense>
      )}
    </section>
  );
  const occurrences = (
    <>
      <PaneHeader title="Occurrences" end={countText(incident, query.data)} level={level} />
      <PageState state={stateOf(query)}>
        <OccurrenceList key={incident.incident_id} occurrences={query.data?.occurrences.items ?? []} />
      </PageState>
    </>
  );
  if (!wide)
    return (
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {/* In a pane that is wide, and then low, one line. */}
        <div className="@container shrink-0 border-b">
          <div className="flex flex-col gap-2 px-3.5 py-3 @2xl:flex-row @2xl:items-center @2xl:gap-4 @2xl:py-1.5">
            <div className="flex items-center justify-between gap-2 @2xl:contents">
              {mark}
              <div className="@2xl:order-last">{marks}</div>
            </div>
            <h2
              className="line-clamp-3 text-md font-semibold break-words @2xl:line-clamp-1 @2xl:min-w-0 @2xl:flex-1"
              title={incidentTitle(incident)}
            >
              {incidentTitle(incident)}
            </h2>
            <div className="shrink-0">{actions}</div>
          </div>
        </div>
        <NotesHere recordRef={incident.ref} />
        {account}
        {about}
        {occurrences}
      </div>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:overflow-hidden">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b px-3.5 py-2">
        {mark}
        <div className="flex flex-wrap items-center gap-2">
          {actions}
          {marks}
        </div>
      </div>
      <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex flex-col lg:overflow-y-auto lg:border-r">
          {account}
          {occurrences}
        </div>
        <div className="flex flex-col lg:overflow-y-auto">
          <NotesHere recordRef={incident.ref} />
          {about}
        </div>
      </div>
    </div>
  );
}

/** How many occurrences there are, and how many of them are listed where that is not all. */
function countText(incident: IncidentSummary, detail: IncidentDetail | undefined): string {
  const all = formatCount(incident.occurrence_count ?? 0);
  return detail?.occurrences.next_cursor == null
    ? all
    : `newest ${formatCount(detail.occurrences.items.length)} of ${all}`;
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
