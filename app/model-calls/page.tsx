import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ModelCallBrowser } from "@/components/model-calls/model-call-browser";
import { loadListView } from "@/lib/client/list-params";
import { listModelCallsQuerySchema } from "@/lib/contracts/call";
import { listModelCalls } from "@/lib/services/calls/list-model-calls";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Model calls" };

/** Model calls with the first page in place, asked of the service itself. */
export default async function ModelCallsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadListView(searchParams);
  const state = await prefetchList("model-calls", view, (query) =>
    listModelCalls(getServiceContext(), listModelCallsQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <ModelCallBrowser />
    </HydrationBoundary>
  );
}
