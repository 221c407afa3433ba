import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { TransportBrowser } from "@/components/transport/transport-browser";
import { transportListKey, transportQuery } from "@/components/transport/transport-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { loadTransportListView } from "@/lib/client/record-list-params";
import { valuesByName } from "@/lib/contracts/query";
import { listTransportQuerySchema } from "@/lib/contracts/transport";
import { getServiceContext } from "@/lib/services/runtime";
import { listTransport } from "@/lib/services/transport/list-transport";

export const metadata: Metadata = { title: "Transport" };

/** HTTP exchanges and sockets with the first page in place, asked of the service itself. */
export default async function TransportPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, ...filter } = await loadTransportListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: transportListKey(filter),
    queryFn: () =>
      listTransport(
        getServiceContext(),
        listTransportQuerySchema.parse(valuesByName(transportQuery(filter))),
      ),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TransportBrowser />
    </HydrationBoundary>
  );
}
