import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SystemPage } from "@/components/system/system-page";
import { systemPageOptions } from "@/components/system/system-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { getServiceContext } from "@/lib/services/runtime";
import { getSystem } from "@/lib/services/system/get-system";

export const metadata: Metadata = { title: "System" };
/** Figures change with every commit, and the store is known only to a running console. */
export const dynamic = "force-dynamic";

/** The report in place, asked of the service itself. */
export default async function SystemRoute() {
  const client = createQueryClient();
  await client.prefetchQuery({
    queryKey: systemPageOptions.queryKey,
    queryFn: () => getSystem(getServiceContext()),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SystemPage />
    </HydrationBoundary>
  );
}
