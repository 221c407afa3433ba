import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IncidentBrowser } from "@/components/incidents/incident-browser";
import { loadIncidentListView } from "@/lib/client/list-params";
import { listIncidentsQuerySchema } from "@/lib/contracts/error";
import { listIncidents } from "@/lib/services/incidents/list-incidents";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Incidents" };

/** Incidents with the first page in place, asked of the service itself. */
export default async function IncidentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadIncidentListView(searchParams);
  const state = await prefetchList("incidents", view, (query) =>
    listIncidents(getServiceContext(), listIncidentsQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <IncidentBrowser />
    </HydrationBoundary>
  );
}
