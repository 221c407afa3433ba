"use client";
import { useMemo, useRef } from "react";
import { PageState, type PaneState } from "@/components/data/page-state";
import { useTimeZone } from "@/components/data/time-text";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { isFiltered, unfiltered } from "@/lib/client/inspector-params";
import { useRowHeight } from "@/lib/client/use-preference";
import { formatCount } from "@/lib/client/format";
import type { JoinedItem } from "@/lib/contracts/joined";
import { useInspector } from "./inspector-context";
import { joinedColumns } from "./joined-columns";
import { KindChips } from "./kind-chips";
import type { KindCounts } from "./kind-counts";
import { markColor } from "./mark-color";
import { useNotedRows } from "./use-noted-rows";
import type { JoinedList as JoinedListData } from "./use-joined-list";
import { useTablePlace } from "@/lib/client/inspector-place";

export interface JoinedListProps {
  list: JoinedListData;
  /** Records per kind in the whole conversation. */
  counts: KindCounts;
  onOpen: () => void;
}

const keyOf = (row: JoinedItem): string => row.ref;
const edgeOf = (row: JoinedItem): string => markColor(row.mark);

/** Everything that happened, on one axis: the heart of the inspector. */
export function JoinedList({ list, counts, onOpen }: JoinedListProps) {
  const { convId, view, cursor, select, change } = useInspector();
  const zone = useTimeZone();
  const frame = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const { rows, indexOf } = list;
  const noted = useNotedRows(convId, rows, indexOf);
  const columns = useMemo(() => joinedColumns(zone, noted), [zone, noted]);
  const cursorIndex = cursor === null ? -1 : indexOf(cursor);
  const order = useMemo(
    () => ({ length: rows.length, keyAt: (index: number) => rows[index]?.ref, indexOf }),
    [rows, indexOf],
  );
  useTablePlace(frame, {
    order,
    rowHeight,
    cursorIndex,
    onStartReached: list.hasPrevious ? list.loadPrevious : undefined,
  });
  const total = Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="flex h-8.5 shrink-0 items-center gap-2 border-b px-2">
        <KindChips
          shown={view.show}
          counts={counts}
          hasOthers={view.density === "turns"}
          onChange={(show) => change({ show }, "push")}
        />
      </div>
      <PageState state={stateOf(list, total, isFiltered(view), () => change(unfiltered, "push"))}>
        <div ref={frame} className="flex min-h-0 flex-1 flex-col">
          <VirtualTable
            label="Joined list"
            primary
            widthsName="joined"
            columns={columns}
            rows={rows}
            rowKey={keyOf}
            selectedKey={rows[cursorIndex]?.ref ?? null}
            onSelect={(row) => {
              // Inside a collapsed run the cursor may stand on any of its envelopes; the row keeps it.
              if (cursor === null || indexOf(cursor) !== indexOf(row.ref)) select(row.ref, "move");
            }}
            onOpen={onOpen}
            edge={edgeOf}
            hasMore={list.hasNext}
            onEndReached={list.loadNext}
            loading={list.isLoading}
            refreshing={list.isStale || list.isFetchingMore}
          />
        </div>
      </PageState>
    </div>
  );
}

function stateOf(list: JoinedListData, total: number, filtered: boolean, onClear: () => void): PaneState {
  if (list.error !== null && list.rows.length === 0)
    return { kind: "failed", error: list.error, onRetry: list.retry };
  if (list.isLoading || list.isStale || list.rows.length > 0) return { kind: "ready" };
  if (filtered) return { kind: "filtered", title: `0 of ${formatCount(total)} records match`, onClear };
  return { kind: "empty", title: "Nothing is recorded of this conversation yet" };
}
