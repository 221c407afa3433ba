import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ModelCallBrowser } from "@/components/model-calls/model-call-browser";
import { modelCallListKey, modelCallQuery } from "@/components/model-calls/model-call-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { loadModelCallListView } from "@/lib/client/record-list-params";
import { listModelCallsQuerySchema } from "@/lib/contracts/call";
import { valuesByName } from "@/lib/contracts/query";
import { listModelCalls } from "@/lib/services/calls/list-model-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Model calls" };

/** Model calls with the first page in place, asked of the service itself. */
export default async function ModelCallsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, details: _details, ...filter } = await loadModelCallListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: modelCallListKey(filter),
    queryFn: () =>
      listModelCalls(
        getServiceContext(),
        listModelCallsQuerySchema.parse(valuesByName(modelCallQuery(filter))),
      ),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ModelCallBrowser />
    </HydrationBoundary>
  );
}
