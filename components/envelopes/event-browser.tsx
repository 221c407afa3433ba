"use client";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ListFrame } from "@/components/shell/list-frame";
import { ownRef } from "@/components/shell/notes/use-noted-columns";
import { LiveBadge } from "@/components/shell/live-badge";
import { eventListParams } from "@/lib/client/list-params";
import { listKey } from "@/lib/client/list-queries";
import { recordHref } from "@/lib/client/record-href";
import { eventColumns, eventEdge } from "./event-columns";
import { EventDetails } from "./event-details";
import { eventListOptions, newestOrdinalOptions } from "./event-list-queries";
import { useLiveCount } from "./use-live-count";

/** Every envelope of every conversation, newest first, following the log without moving what is read. */
export function EventBrowser() {
  const router = useRouter();
  const client = useQueryClient();
  const [view, setView] = useQueryStates(eventListParams);
  const { q } = view;
  const list = useInfiniteQuery(eventListOptions(q));
  const isFiltered = q.trim() !== "";
  // A filtered list begins at an envelope that may lie far back, so the tail is followed from the newest of all.
  const newest = useQuery({ ...newestOrdinalOptions, enabled: isFiltered });
  const first = isFiltered ? newest.data : (list.data?.pages[0]?.items[0]?.ordinal ?? "0");
  const live = useLiveCount(isFiltered || list.isSuccess ? first : undefined, q, isFiltered);
  const [generation, setGeneration] = useState(0);
  const showNew = async () => {
    await setView({ sel: null });
    await Promise.all([
      client.resetQueries({ queryKey: listKey("events", { q }) }),
      client.invalidateQueries({ queryKey: newestOrdinalOptions.queryKey }),
    ]);
    setGeneration((before) => before + 1);
  };
  return (
    <ListFrame
      list="events"
      title="Events"
      noun="event"
      query={list}
      columns={eventColumns}
      rowKey={(row) => row.ref}
      refOf={ownRef}
      edge={eventEdge}
      view={view}
      onView={setView}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      placeholder="Search text, types, ids, or filter: type:llm.* has:gap seq:>400"
      empty={{
        title: "No events are recorded",
        hint: "Envelopes appear here as soon as a runtime sends them or a file is imported.",
      }}
      live={<LiveBadge live={live} onShow={() => void showNew()} />}
      generation={generation}
      details={{
        label: "Details",
        content: (row) => (
          <EventDetails event={row} tab={view.details} onTab={(details) => void setView({ details })} />
        ),
      }}
    />
  );
}
