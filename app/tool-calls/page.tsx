import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ToolCallBrowser } from "@/components/tool-calls/tool-call-browser";
import { loadListView } from "@/lib/client/list-params";
import { listToolCallsQuerySchema } from "@/lib/contracts/call";
import { listToolCalls } from "@/lib/services/calls/list-tool-calls";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Tool calls" };

/** Tool calls with the first page in place, asked of the service itself. */
export default async function ToolCallsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadListView(searchParams);
  const state = await prefetchList("tool-calls", view, (query) =>
    listToolCalls(getServiceContext(), listToolCallsQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <ToolCallBrowser />
    </HydrationBoundary>
  );
}
