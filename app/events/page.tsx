import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { EventBrowser } from "@/components/envelopes/event-browser";
import { eventListKey, eventListQuery } from "@/components/envelopes/event-list-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { loadEventListView } from "@/lib/client/record-list-params";
import { listEventsQuerySchema } from "@/lib/contracts/event";
import { valuesByName } from "@/lib/contracts/query";
import { listEvents } from "@/lib/services/events/list-events";
import { getServiceContext } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Events" };

/** Every envelope, with the first page in place, asked of the service itself. */
export default async function EventsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, details: _details, ...filter } = await loadEventListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: eventListKey(filter),
    queryFn: () =>
      listEvents(getServiceContext(), listEventsQuerySchema.parse(valuesByName(eventListQuery(filter)))),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EventBrowser />
    </HydrationBoundary>
  );
}
