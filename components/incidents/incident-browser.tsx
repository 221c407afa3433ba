"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ListFrame } from "@/components/shell/list-frame";
import { ownRef } from "@/components/shell/notes/use-noted-columns";
import { classColor } from "@/components/ui/class-mark";
import { plural } from "@/lib/client/format";
import { incidentListParams } from "@/lib/client/list-params";
import type { IncidentSummary } from "@/lib/contracts/error";
import { incidentColumns } from "./incident-columns";
import { IncidentPreview, occurrenceHref } from "./incident-preview";
import { incidentListOptions, incidentOptions } from "./incident-queries";
import { MergeBar } from "./merge-bar";

const none: ReadonlySet<string> = new Set();

/** Recorded failures by cause. Opening one leads to its newest occurrence in the inspector. */
export function IncidentBrowser() {
  const router = useRouter();
  const client = useQueryClient();
  const [view, setView] = useQueryStates(incidentListParams);
  const [marked, setMarked] = useState(none);
  const list = useInfiniteQuery(incidentListOptions(view));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const at = view.sel === null ? 0 : rows.findIndex((row) => row.incident_id === view.sel);
  const open = async (row: IncidentSummary) => {
    const detail = await client.ensureQueryData(incidentOptions(row.incident_id));
    const newest = detail.occurrences.items[0];
    const href = newest === undefined ? undefined : occurrenceHref(newest);
    router.push(href ?? `/incidents/${row.incident_id}`);
  };
  /** A list of open ones loses the row that was decided about; the next one takes its place. */
  const goOn = () => {
    const next = rows[at + 1] ?? rows[at - 1];
    if (view.q.includes("state:") && next !== undefined) void setView({ sel: next.incident_id });
  };
  const toggle = ({ incident_id }: IncidentSummary) => {
    const next = new Set(marked);
    if (!next.delete(incident_id)) next.add(incident_id);
    setMarked(next);
  };
  return (
    <ListFrame
      list="incidents"
      title="Incidents"
      noun="incident"
      query={list}
      columns={incidentColumns}
      rowKey={(row) => row.incident_id}
      refOf={ownRef}
      edge={(row) => classColor(row.error_class)}
      view={view}
      onView={setView}
      sort={{
        value: view.sort,
        onChange: (sort) =>
          void setView({ sort: incidentListParams.sort.parse(sort), sel: null }, { history: "push" }),
      }}
      onOpen={(row) => void open(row)}
      placeholder="Search causes, or filter: class:provider -state:resolved"
      empty={{
        title: "No failure is recorded",
        hint: "Failures of the observed runtime appear here, grouped by cause, as soon as a source tells of one.",
      }}
      marking={{
        marked,
        onToggle: toggle,
        banner: <MergeBar marked={marked} into={rows[at]} onDone={() => setMarked(none)} />,
      }}
      status={(shown) =>
        shown.length > 0 && <span>{plural(occurrencesOf(shown), "occurrence")} of those loaded</span>
      }
      details={{
        label: "Incident",
        content: (row) => <IncidentPreview incident={row} onDecided={goOn} />,
      }}
    />
  );
}

function occurrencesOf(rows: readonly IncidentSummary[]): number {
  return rows.reduce((sum, row) => sum + (row.occurrence_count ?? 0), 0);
}
