import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ComparePage } from "@/components/compare/compare-page";
import { comparisonOptions } from "@/components/compare/compare-query";
import { createQueryClient } from "@/lib/client/query-client";
import { compareQuerySchema } from "@/lib/contracts/compare";
import { getComparison } from "@/lib/services/compare/get-comparison";
import { getServiceContext } from "@/lib/services/runtime";
import type { SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Compare" };

/** Two conversations or two turns side by side; which ones, the address says. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { a, b } = await searchParams;
  const client = createQueryClient();
  if (typeof a === "string" && typeof b === "string") {
    // What fails here is asked again by the browser, which says why.
    await client.prefetchQuery({
      ...comparisonOptions(a, b),
      queryFn: () => getComparison(getServiceContext(), compareQuerySchema.parse({ a: [a], b: [b] })),
      retry: false,
    });
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ComparePage />
    </HydrationBoundary>
  );
}
