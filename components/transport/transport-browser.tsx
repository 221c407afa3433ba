"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { ListFrame } from "@/components/shell/list-frame";
import { transportListParams } from "@/lib/client/list-params";
import { recordHref } from "@/lib/client/record-href";
import { transportColumns, transportConversation, transportEdge, transportRef } from "./transport-columns";
import { TransportDetails } from "./transport-details";
import { transportListOptions } from "./transport-queries";

/** HTTP exchanges and WebSocket sessions over all conversations, newest first. */
export function TransportBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(transportListParams);
  const list = useInfiniteQuery(transportListOptions({ q: view.q }));
  return (
    <ListFrame
      list="transport"
      title="Transport"
      noun="exchange"
      query={list}
      columns={transportColumns}
      rowKey={transportRef}
      refOf={transportRef}
      edge={transportEdge}
      view={view}
      onView={setView}
      onOpen={(row) => {
        const href = recordHref(transportConversation(row), transportRef(row));
        if (href !== null) router.push(href);
      }}
      placeholder="Search paths and reasons, or filter: status:>=500 close_code:1006"
      empty={{
        title: "No exchanges are recorded",
        hint: "They come from native transport records, captures of frames and server logs.",
      }}
      details={{ label: "Details", content: (row) => <TransportDetails item={row} /> }}
    />
  );
}
