import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ToolCallBrowser } from "@/components/tool-calls/tool-call-browser";
import { toolCallListKey, toolCallQuery } from "@/components/tool-calls/tool-call-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { loadToolCallListView } from "@/lib/client/record-list-params";
import { listToolCallsQuerySchema } from "@/lib/contracts/call";
import { valuesByName } from "@/lib/contracts/query";
import { listToolCalls } from "@/lib/services/calls/list-tool-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Tool calls" };

/** Tool calls with the first page in place, asked of the service itself. */
export default async function ToolCallsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, details: _details, ...filter } = await loadToolCallListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: toolCallListKey(filter),
    queryFn: () =>
      listToolCalls(getServiceContext(), listToolCallsQuerySchema.parse(valuesByName(toolCallQuery(filter)))),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ToolCallBrowser />
    </HydrationBoundary>
  );
}
