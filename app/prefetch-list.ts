import { dehydrate, type DehydratedState } from "@tanstack/react-query";
import { listKey, listQuery, type ListFilter } from "@/lib/client/list-queries";
import { createQueryClient } from "@/lib/client/query-client";
import { valuesByName } from "@/lib/contracts/query";
import type { ListName } from "@/lib/domain/query/query-fields";

export type SearchParams = Record<string, string | string[] | undefined>;

/**
 * The first page of a list under the key that the browser will use. `read` takes the query string by name. A query
 * with faults leaves the list to the browser, which says what is wrong.
 */
export async function prefetchList(
  list: ListName,
  filter: ListFilter,
  read: (query: Record<string, string[]>) => unknown,
): Promise<DehydratedState> {
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: listKey(list, filter),
    queryFn: () => read(valuesByName(listQuery(filter))),
    initialPageParam: undefined,
  });
  return dehydrate(client);
}
