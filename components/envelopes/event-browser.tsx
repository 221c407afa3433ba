"use client";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { choiceGroups } from "@/components/data/choice-groups";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { ListFrame } from "@/components/shell/list-frame";
import { recordHref } from "@/lib/client/record-href";
import { activeRecordFilters, eventListParams } from "@/lib/client/record-list-params";
import type { EventRow } from "@/lib/contracts/event";
import { anomalyKinds, decodeStatuses, envelopeClasses, sourcePaths } from "@/lib/domain/model/event";
import { eventColumns, eventEdge } from "./event-columns";
import { EventDetails } from "./event-details";
import { eventListKey, eventListOptions, newestEventsOptions } from "./event-list-queries";
import { LiveBadge } from "./live-badge";
import { useLiveCount } from "./use-live-count";

/** Every envelope of every conversation, newest first, following the log without moving what is read. */
export function EventBrowser() {
  const router = useRouter();
  const client = useQueryClient();
  const [view, setView] = useQueryStates(eventListParams);
  const { sel, details, ...filter } = view;
  const list = useInfiniteQuery(eventListOptions(filter));
  const newest = useQuery(newestEventsOptions);
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => void setView({ q, sel: null }), [setView]),
  );
  const isFiltered = activeRecordFilters(filter).length > 0;
  const first = isFiltered ? newest.data?.items[0] : list.data?.pages[0]?.items[0];
  const isLoaded = isFiltered ? newest.isSuccess : list.isSuccess;
  const live = useLiveCount(isLoaded ? (first?.ordinal ?? "0") : undefined, filter, isFiltered);
  const [generation, setGeneration] = useState(0);
  const showNew = async () => {
    await setView({ sel: null });
    await Promise.all([
      client.resetQueries({ queryKey: eventListKey(filter) }),
      client.invalidateQueries({ queryKey: newestEventsOptions.queryKey }),
    ]);
    setGeneration((before) => before + 1);
  };
  const groups = useMemo(
    () =>
      choiceGroups(
        [
          { id: "class", title: "Class", values: envelopeClasses, isVocabulary: true },
          { id: "decode_status", title: "Decoded", values: decodeStatuses, isVocabulary: true },
          { id: "anomaly", title: "Order", values: ["any", ...anomalyKinds], isVocabulary: true },
          { id: "source_path", title: "Path", values: sourcePaths, isVocabulary: true },
          {
            id: "source",
            title: "Source, of the newest 500",
            values: distinct(newest.data?.items, (row) => row.source),
          },
          {
            id: "type",
            title: "Type, of the newest 500",
            values: distinct(newest.data?.items, (row) => row.type),
          },
        ],
        view,
      ),
    [newest.data, view],
  );
  return (
    <ListFrame
      title="Events"
      noun="event"
      name="events"
      query={list}
      columns={eventColumns}
      rowKey={(row) => row.ref}
      edge={eventEdge}
      sel={sel}
      onSelect={(row) => void setView({ sel: row.ref })}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      filter={filter}
      search={{ value: text, onChange: setText, placeholder: "Search types, event ids, seq, ordinal" }}
      groups={groups}
      onFilter={(name, values) => void setView({ [name]: values, sel: null }, { history: "push" })}
      onClear={() => void setView(null, { history: "push" })}
      emptyHint="Envelopes appear here as soon as a runtime sends them or a file is imported."
      live={<LiveBadge live={live} onShow={() => void showNew()} />}
      generation={generation}
      details={(row) => (
        <EventDetails event={row} tab={details} onTab={(tab) => void setView({ details: tab })} />
      )}
    />
  );
}

function distinct(rows: readonly EventRow[] | undefined, of: (row: EventRow) => string): readonly string[] {
  return [...new Set((rows ?? []).map(of))].sort();
}
