"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { choiceGroups } from "@/components/data/choice-groups";
import { ListFrame } from "@/components/shell/list-frame";
import { recordHref } from "@/lib/client/record-href";
import { transportListParams } from "@/lib/client/record-list-params";
import { transportColumns, transportConversation, transportEdge, transportRef } from "./transport-columns";
import { TransportDetails } from "./transport-details";
import { transportListOptions } from "./transport-queries";

/** Values offered before any was seen; another one in the address is listed as well. */
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const statuses = [
  "200",
  "201",
  "202",
  "204",
  "400",
  "401",
  "403",
  "404",
  "409",
  "413",
  "422",
  "429",
  "500",
  "502",
  "503",
  "504",
];
const closeCodes = ["1000", "1001", "1006", "1008", "1009", "1011", "1012", "1013"];

/** HTTP exchanges and WebSocket sessions over all conversations, newest first. */
export function TransportBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(transportListParams);
  const { sel, ...filter } = view;
  const list = useInfiniteQuery(transportListOptions(filter));
  const groups = useMemo(
    () =>
      choiceGroups(
        [
          { id: "kind", title: "Kind", values: ["http", "ws"] },
          { id: "method", title: "Method", values: methods },
          { id: "status", title: "HTTP status", values: statuses },
          { id: "close_code", title: "Close code", values: closeCodes },
        ],
        view,
      ),
    [view],
  );
  return (
    <ListFrame
      title="Transport"
      noun="exchange"
      name="transport"
      query={list}
      columns={transportColumns}
      rowKey={transportRef}
      edge={transportEdge}
      sel={sel}
      onSelect={(row) => void setView({ sel: transportRef(row) })}
      onOpen={(row) => {
        const href = recordHref(transportConversation(row), transportRef(row));
        if (href !== null) router.push(href);
      }}
      filter={filter}
      groups={groups}
      onFilter={(name, values) => void setView({ [name]: values, sel: null }, { history: "push" })}
      onClear={() => void setView(null, { history: "push" })}
      emptyHint="They come from native transport records, captures of frames and server logs."
      details={(row) => <TransportDetails item={row} />}
    />
  );
}
