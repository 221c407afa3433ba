import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { TransportBrowser } from "@/components/transport/transport-browser";
import { loadListView } from "@/lib/client/list-params";
import { listTransportQuerySchema } from "@/lib/contracts/transport";
import { listTransport } from "@/lib/services/transport/list-transport";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Transport" };

/** HTTP exchanges and sockets with the first page in place, asked of the service itself. */
export default async function TransportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadListView(searchParams);
  const state = await prefetchList("transport", view, (query) =>
    listTransport(getServiceContext(), listTransportQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <TransportBrowser />
    </HydrationBoundary>
  );
}
