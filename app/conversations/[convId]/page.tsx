import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { joinedFilterOf, loadInspectorView } from "@/lib/client/inspector-params";
import { joinedKey, joinedQuery, joinedStart } from "@/lib/client/inspector-list-queries";
import { conversationOptions } from "@/lib/client/inspector-record-queries";
import { openingRef } from "@/lib/client/inspector-opening";
import { createQueryClient } from "@/lib/client/query-client";
import { listJoinedQuerySchema } from "@/lib/contracts/joined";
import { valuesByName } from "@/lib/contracts/query";
import { ConsoleError } from "@/lib/domain/console-error";
import { getConversation } from "@/lib/services/conversations/get-conversation";
import { listJoined } from "@/lib/services/joined/list-joined";
import { getServiceContext } from "@/lib/services/runtime";
import { InspectorPage } from "./inspector-page";

interface Props {
  params: Promise<{ convId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Asked for by both the title and the page; read once per request. */
const loadConversation = cache((convId: string) => {
  try {
    return getConversation(getServiceContext(), convId);
  } catch (error) {
    if (error instanceof ConsoleError && error.code === "conversation-not-found") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { conversation } = loadConversation(decodeURIComponent((await params).convId));
  return { title: conversation.title ?? conversation.conv_id };
}

/** The joined inspector, opened at the selected record, else at what failed, with the list around it in place. */
export default async function ConversationPage({ params, searchParams }: Props) {
  const convId = decodeURIComponent((await params).convId);
  const view = await loadInspectorView(searchParams);
  const detail = loadConversation(convId);
  const filter = joinedFilterOf(view);
  const anchor = view.q.trim() === "" ? (view.sel ?? openingRef(detail)) : null;
  const client = createQueryClient();
  client.setQueryData(conversationOptions(convId).queryKey, detail);
  await client.prefetchInfiniteQuery({
    queryKey: joinedKey(convId, filter, anchor),
    queryFn: () =>
      listJoined(
        getServiceContext(),
        convId,
        listJoinedQuerySchema.parse(valuesByName(joinedQuery(filter, joinedStart(anchor)))),
      ),
    initialPageParam: joinedStart(anchor),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <InspectorPage convId={convId} />
    </HydrationBoundary>
  );
}
