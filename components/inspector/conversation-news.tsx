"use client";
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { LiveBadge } from "@/components/shell/live-badge";
import { useTailBeat } from "@/components/shell/use-tail-beat";
import { conversationKey, conversationPath, fetchWith } from "@/lib/client/conversation-fetch";
import { freshness } from "@/lib/client/query-client";
import { useInspector } from "./inspector-context";

/** Says how many events came for the conversation since it was read. What is read stays until they are asked for. */
export function ConversationNews() {
  const { convId, detail } = useInspector();
  const client = useQueryClient();
  const { state, beat } = useTailBeat();
  const newest = useQuery({
    ...eventCountOptions(convId, beat),
    enabled: beat > 0,
    placeholderData: keepPreviousData,
  });
  const shown = detail.conversation.event_count ?? 0;
  const count = Math.max(0, (newest.data ?? shown) - shown);
  return (
    <LiveBadge
      live={{ state, count, accuracy: "exact" }}
      onShow={() => void client.invalidateQueries({ queryKey: conversationKey(convId) })}
    />
  );
}

/** Events of a conversation by now, asked anew for every beat of the tail. */
const eventCountOptions = (convId: string, beat: number) =>
  queryOptions({
    queryKey: ["conversation-news", convId, beat],
    queryFn: async ({ signal }) => {
      const contract = import("@/lib/contracts/conversation").then((m) => m.conversationDetailSchema);
      const { conversation } = await fetchWith(conversationPath(convId), contract, signal);
      return conversation.event_count ?? 0;
    },
    staleTime: freshness.immutable,
    gcTime: 0,
  });
