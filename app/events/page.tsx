import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { EventBrowser } from "@/components/envelopes/event-browser";
import { loadListView } from "@/lib/client/list-params";
import { listEventsQuerySchema } from "@/lib/contracts/event";
import { listEvents } from "@/lib/services/events/list-events";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Events" };

/** Every envelope, with the first page in place, asked of the service itself. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadListView(searchParams);
  const state = await prefetchList("events", view, (query) =>
    listEvents(getServiceContext(), listEventsQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <EventBrowser />
    </HydrationBoundary>
  );
}
