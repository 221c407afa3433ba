import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { conversationListKey, conversationListQuery } from "@/components/conversations/conversation-queries";
import { ConversationBrowser } from "@/components/conversations/conversation-browser";
import { loadConversationListView } from "@/lib/client/list-params";
import { createQueryClient } from "@/lib/client/query-client";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { listConversations } from "@/lib/services/conversations/list-conversations";
import { getServiceContext } from "@/lib/services/runtime";
import { valuesByName } from "@/lib/contracts/query";

export const metadata: Metadata = { title: "Conversations" };

/** The list with its first page in place, asked of the service itself. */
export default async function ConversationsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { sel: _sel, ...filter } = await loadConversationListView(searchParams);
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    queryKey: conversationListKey(filter),
    queryFn: () =>
      listConversations(
        getServiceContext(),
        listConversationsQuerySchema.parse(valuesByName(conversationListQuery(filter))),
      ),
    initialPageParam: undefined,
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConversationBrowser />
    </HydrationBoundary>
  );
}
