"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { PageState } from "@/components/data/page-state";
import { useTimeZone } from "@/components/data/time-text";
import type { Column } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { Status } from "@/components/ui/status";
import {
  formatBytes,
  formatCount,
  formatDateTimeZone,
  formatTimeOfDay,
  truncateMiddle,
  type TimeZoneChoice,
} from "@/lib/client/format";
import { useTablePlace } from "@/lib/client/inspector-place";
import { eventsOptions } from "@/lib/client/inspector-list-queries";
import { useRowHeight } from "@/lib/client/use-preference";
import type { EventRow } from "@/lib/contracts/event";

export interface EventTableProps {
  convId: string;
  /** Envelope of the cursor: the list opens there, and goes there when it is not loaded. */
  ordinal: string | null;
  onSelect: (ref: string) => void;
  onOpen: () => void;
}

const keyOf = (row: EventRow): string => row.ordinal;
const edgeOf = (row: EventRow): string | undefined =>
  row.decode_status === "failed" ? "var(--err)" : row.anomalies.length > 0 ? "var(--warn)" : undefined;

/** Raw envelopes in order of arrival, each with both clocks, its stream and how it was decoded. */
export function EventTable({ convId, ordinal, onSelect, onOpen }: EventTableProps) {
  const zone = useTimeZone();
  const columns = useMemo(() => eventColumns(zone), [zone]);
  const [anchor, setAnchor] = useState(ordinal);
  const query = useInfiniteQuery(eventsOptions(convId, anchor));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const order = useMemo(() => orderOf(rows), [rows]);
  const cursorIndex = ordinal === null ? -1 : order.indexOf(ordinal);
  const isSettled = query.isSuccess && !query.isPlaceholderData;
  if (isSettled && ordinal !== null && cursorIndex < 0 && anchor !== ordinal) setAnchor(ordinal);
  const frame = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  useTablePlace(frame, {
    order,
    rowHeight,
    cursorIndex,
    onStartReached:
      query.hasPreviousPage && isSettled
        ? () => {
            if (!query.isFetching) void query.fetchPreviousPage();
          }
        : undefined,
  });
  return (
    <PageState
      state={
        query.isError && rows.length === 0
          ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
          : query.isSuccess && rows.length === 0
            ? {
                kind: "not-recorded",
                title: "No envelopes are stored for this conversation",
                hint: "It was imported from a database or document that keeps state, not events.",
              }
            : { kind: "ready" }
      }
    >
      <div ref={frame} className="flex min-h-0 flex-1 flex-col">
        <VirtualTable
          label="Envelopes"
          primary
          widthsName="inspector-events"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          selectedKey={ordinal}
          onSelect={(row) => onSelect(row.ref)}
          onOpen={onOpen}
          edge={edgeOf}
          loading={query.isPending}
          refreshing={query.isPlaceholderData}
          hasMore={query.hasNextPage && !query.isPlaceholderData}
          onEndReached={() => {
            if (!query.isFetching) void query.fetchNextPage();
          }}
        />
      </div>
    </PageState>
  );
}

function orderOf(rows: readonly EventRow[]) {
  const places = new Map(rows.map((row, at) => [row.ordinal, at]));
  return {
    length: rows.length,
    keyAt: (index: number) => rows[index]?.ordinal,
    indexOf: (key: string) => places.get(key) ?? -1,
  };
}

function eventColumns(zone: TimeZoneChoice): readonly Column<EventRow>[] {
  return [
    {
      id: "ordinal",
      header: "Ordinal",
      width: 78,
      align: "end",
      mono: true,
      cell: (row) => formatCount(row.ordinal),
    },
    {
      id: "occurred",
      header: "Occurred",
      width: 104,
      mono: true,
      title: "By the source's clock",
      cell: (row) => (
        <span className="text-fg-muted">
          {row.occurred_at_ms === null ? "" : formatTimeOfDay(row.occurred_at_ms, zone)}
        </span>
      ),
      cellTitle: (row) =>
        row.occurred_at_ms === null
          ? "the source states no time"
          : formatDateTimeZone(row.occurred_at_ms, zone),
    },
    {
      id: "type",
      header: "Type",
      width: 140,
      grow: 1,
      mono: true,
      cell: (row) => row.type,
      cellTitle: (row) => row.type,
    },
    {
      id: "event_id",
      header: "Id",
      width: 110,
      grow: 0.6,
      mono: true,
      cell: (row) => (
        <span className="text-fg-muted">{row.event_id === null ? "" : truncateMiddle(row.event_id, 22)}</span>
      ),
      cellTitle: (row) => row.event_id ?? undefined,
    },
    {
      id: "seq",
      header: "Seq",
      width: 152,
      align: "end",
      mono: true,
      cell: (row) => <span className="text-fg-subtle">{row.seq ?? ""}</span>,
      cellTitle: (row) =>
        row.seq === null
          ? undefined
          : `seq ${row.seq}, ${row.seq_regime}, epoch ${row.epoch}, stream ${row.stream}`,
    },
    {
      id: "path",
      header: "Path",
      width: 96,
      cell: (row) => <span className="text-fg-muted">{row.source_path.replaceAll("_", " ")}</span>,
    },
    {
      id: "bytes",
      header: "Bytes",
      width: 68,
      align: "end",
      mono: true,
      cell: (row) => formatBytes(row.byte_length),
    },
    {
      id: "state",
      header: "State",
      width: 112,
      cell: (row) =>
        row.decode_status !== "ok" ? (
          <Status status={row.decode_status} />
        ) : row.anomalies[0] !== undefined ? (
          <Status status={row.anomalies[0]} tone="warn" />
        ) : (
          ""
        ),
      cellTitle: (row) => row.decode_error ?? row.anomalies.join(", "),
    },
    {
      id: "source",
      header: "Source",
      width: 110,
      cell: (row) => <span className="text-fg-subtle">{row.source}</span>,
      cellTitle: (row) => row.source,
    },
  ];
}
