import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { OverviewPage } from "@/components/overview/overview-page";
import { rollupsKey, rollupsQuery } from "@/components/overview/overview-queries";
import { loadOverviewView } from "@/lib/client/overview-params";
import { createQueryClient } from "@/lib/client/query-client";
import { valuesByName } from "@/lib/contracts/query";
import { getRollupsQuerySchema } from "@/lib/contracts/rollup";
import { getServiceContext } from "@/lib/services/runtime";
import { getRollups } from "@/lib/services/rollups/get-rollups";
import type { SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Overview" };

/** The sums of the range in place. A range that cannot be read is left to the browser, which says what is wrong. */
export default async function OverviewRoute({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { time } = await loadOverviewView(searchParams);
  const client = createQueryClient();
  await client.prefetchQuery({
    queryKey: rollupsKey(time),
    queryFn: () =>
      getRollups(getServiceContext(), getRollupsQuerySchema.parse(valuesByName(rollupsQuery(time)))),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewPage />
    </HydrationBoundary>
  );
}
