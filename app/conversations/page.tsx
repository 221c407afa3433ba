import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConversationBrowser } from "@/components/conversations/conversation-browser";
import { loadConversationListView } from "@/lib/client/list-params";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { listConversations } from "@/lib/services/conversations/list-conversations";
import { getServiceContext } from "@/lib/services/runtime";
import { prefetchList, type SearchParams } from "../prefetch-list";

export const metadata: Metadata = { title: "Conversations" };

/** The list with its first page in place, asked of the service itself. */
export default async function ConversationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await loadConversationListView(searchParams);
  const state = await prefetchList("conversations", view, (query) =>
    listConversations(getServiceContext(), listConversationsQuerySchema.parse(query)),
  );
  return (
    <HydrationBoundary state={state}>
      <ConversationBrowser />
    </HydrationBoundary>
  );
}
