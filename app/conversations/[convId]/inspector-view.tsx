"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo, useRef } from "react";
import { SplitPanes } from "@/components/data/split-panes/split-panes";
import { HeaderStrip } from "@/components/inspector/header-strip";
import { InspectorContext } from "@/components/inspector/inspector-context";
import { InspectorFrame } from "@/components/inspector/inspector-frame";
import { markNear } from "@/components/inspector/axis/axis-geometry";
import { TimeAxis } from "@/components/inspector/axis/time-axis";
import { nearestRow } from "@/components/inspector/joined-rows";
import { recordSheet } from "@/components/inspector/sheets/record-sheet";
import type { RecordPlace } from "@/components/inspector/sheets/sheet";
import { useInspectorCommands } from "@/components/inspector/use-inspector-commands";
import { useInspectorState } from "@/components/inspector/use-inspector-state";
import { useJoinedList } from "@/components/inspector/use-joined-list";
import { errorKinds, findingKinds, useJumps } from "@/components/inspector/use-jumps";
import { useSettled } from "@/components/inspector/use-settled";
import { turnPlaceOf } from "@/components/turns/turn-tree-rows";
import { rangeOf } from "@/lib/client/inspector-params";
import { openingRef } from "@/lib/client/inspector-opening";
import { axisOptions, turnsOptions } from "@/lib/client/inspector-list-queries";
import { recordOptions } from "@/lib/client/inspector-record";
import type { ConversationDetail } from "@/lib/contracts/conversation";
import type { JoinedItem } from "@/lib/contracts/joined";
import { CentrePane } from "./centre-pane";
import { SidePane } from "./side-pane";
import { orMissing, orNotice } from "@/components/ui/lazy-part";

// The record is asked for by the browser, so what shows it may come at the same time.
const DetailsPane = dynamic(
  () => orMissing(import("@/components/inspector/details/details-pane").then((module) => module.DetailsPane)),
  { ssr: false },
);
const LatencyBar = dynamic(
  () => orNotice(import("@/components/calls/latency-bar").then((module) => module.LatencyBar)),
  { ssr: false },
);

/** Milliseconds the cursor must rest before its record is fetched. */
const restMs = 80;

/** One conversation with one cursor: axis above, turns left, the list in the middle, the record right. */
export function InspectorView({ convId, detail }: { convId: string; detail: ConversationDetail }) {
  const router = useRouter();
  const opening = openingRef(detail);
  const state = useInspectorState(convId, detail, opening);
  const { view, change } = state;
  const axis = useQuery(axisOptions(convId));
  const axisData = axis.data;
  const list = useJoinedList({
    convId,
    view,
    cursor: state.cursor,
    recordNear: (ms) => (axisData === undefined ? undefined : markNear(axisData, ms)?.ref),
  });
  // Without a failure to open with, the first row is the cursor until something is chosen.
  const cursor = state.cursor ?? list.rows[0]?.ref ?? null;
  const inspector = useMemo(() => ({ ...state, cursor }), [state, cursor]);
  const { select } = inspector;
  const settled = useSettled(cursor, restMs);
  const record = useQuery({ ...recordOptions(convId, settled ?? ""), enabled: settled !== null });
  const sheet = useMemo(
    () => (record.data === undefined ? undefined : recordSheet(record.data)),
    [record.data],
  );
  const row = cursor === null ? undefined : list.rows[list.indexOf(cursor)];
  const place = placeOf(cursor === settled ? sheet?.place : undefined, row, cursor);
  const turns = useInfiniteQuery(turnsOptions(convId));
  const turnRows = useMemo(() => turns.data?.pages.flatMap((page) => page.items) ?? [], [turns.data]);
  const turnPlace = turnPlaceOf(turnRows, { ref: cursor, turn_id: place.turn_id, at_ms: place.at_ms });
  const isLocating =
    turns.isPending ||
    (cursor !== null && place.turn_id === null && (cursor !== settled || record.isPending));
  const jumps = useJumps(inspector, place);
  const details = useRef<HTMLDivElement>(null);
  const focusDetails = () =>
    details.current?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
  useInspectorCommands({ convId, turns: turnRows, state: inspector, jumps, place });
  const loadMoreTurns =
    turns.hasNextPage && !turns.isFetching
      ? () => {
          void turns.fetchNextPage();
        }
      : undefined;
  return (
    <InspectorContext value={inspector}>
      <InspectorFrame
        list={list}
        place={place}
        turnName={turnRows.find(({ turn_id }) => turn_id === view.turn)?.position ?? null}
      >
        <HeaderStrip
          onNextError={() => jumps.toNeighbour(errorKinds, 1, "error")}
          onNextFinding={() => jumps.toNeighbour(findingKinds, 1, "finding")}
        />
        <TimeAxis
          axis={axisData}
          error={axis.error}
          onRetry={() => void axis.refetch()}
          cursorMs={place.at_ms}
          cursorUntilMs={place.until_ms}
          range={rangeOf(view)}
          onRange={(next) => change({ from: next?.from ?? null, to: next?.to ?? null }, "push")}
          onPick={(ref) => select(ref, "pick")}
          recordNear={(ms) => nearestRow(list.rows, ms)?.ref}
        />
        <SplitPanes
          name="inspector"
          start={{
            label: "Turns and entities",
            size: 300,
            min: 200,
            max: 480,
            content: (
              <SidePane
                turns={turnRows}
                turnsQuery={turns}
                place={turnPlace}
                isLocating={isLocating}
                subject={place.subject}
                onOpen={focusDetails}
                onMoreTurns={loadMoreTurns}
              />
            ),
          }}
          main={{
            label: "Records",
            min: 420,
            content: (
              <CentrePane
                list={list}
                place={place}
                turns={turnRows}
                turnsQuery={turns}
                turnPlace={turnPlace}
                onOpen={focusDetails}
                onMoreTurns={loadMoreTurns}
              />
            ),
          }}
          end={{
            label: "Details",
            size: 420,
            min: 320,
            max: 720,
            content: (
              <div ref={details} className="flex min-h-0 flex-1 flex-col">
                <DetailsPane
                  recordRef={settled}
                  record={record.data}
                  error={record.error}
                  onRetry={() => void record.refetch()}
                  onJump={jumps.to}
                  onFollow={({ ref, conv_id }) => {
                    if (ref.startsWith("incident:"))
                      router.push(`/incidents/${encodeURIComponent(ref.slice("incident:".length))}`);
                    else if (conv_id !== null && conv_id !== convId)
                      router.push(
                        `/conversations/${encodeURIComponent(conv_id)}?sel=${encodeURIComponent(ref)}`,
                      );
                    else select(ref, "jump");
                  }}
                  renderLatency={(call) => <LatencyBar call={call} />}
                />
              </div>
            ),
          }}
        />
      </InspectorFrame>
    </InspectorContext>
  );
}

/** Where the cursor stands: as its record says once it is there, until then as its row says. */
function placeOf(
  known: RecordPlace | undefined,
  row: JoinedItem | undefined,
  cursor: string | null,
): RecordPlace & { readonly ref: string | null } {
  const fromRow: RecordPlace = {
    at_ms: row?.at_ms ?? null,
    until_ms: row?.until_ms ?? null,
    ordinal: row?.ordinal ?? null,
    turn_id: row?.turn_id ?? null,
    subject: row?.subject ?? null,
  };
  const place = known ?? fromRow;
  return {
    ref: cursor,
    at_ms: place.at_ms ?? fromRow.at_ms,
    until_ms: place.until_ms,
    ordinal: place.ordinal ?? fromRow.ordinal,
    turn_id: place.turn_id ?? fromRow.turn_id,
    subject: place.subject ?? fromRow.subject,
  };
}
