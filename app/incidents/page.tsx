import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IncidentBrowser } from "@/components/incidents/incident-browser";
import { incidentListKey, incidentListQuery } from "@/components/incidents/incident-queries";
import { loadIncidentListView } from "@/lib/client/list-params";
import { createQueryClient } from "@/lib/client/query-client";
import { listIncidentsQuerySchema } from "@/lib/contracts/error";
import { valuesByName } from "@/lib/contracts/query";
import { listIncidents } from "@/lib/services/incidents/list-incidents";
import { getServiceContext } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Incidents" };

/** Incidents with the first page in place, asked of the service itself. */
export default async function IncidentsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, ...filter } = await loadIncidentListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: incidentListKey(filter),
    queryFn: () =>
      listIncidents(
        getServiceContext(),
        listIncidentsQuerySchema.parse(valuesByName(incidentListQuery(filter))),
      ),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <IncidentBrowser />
    </HydrationBoundary>
  );
}
