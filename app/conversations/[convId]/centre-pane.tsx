"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { CallTable } from "@/components/calls/call-table";
import { Waterfall } from "@/components/calls/waterfall";
import { EventTable } from "@/components/events/event-table";
import { FailureTable } from "@/components/inspector/failure-table";
import { useInspector } from "@/components/inspector/inspector-context";
import { JoinedList } from "@/components/inspector/joined-list";
import { kindCounts } from "@/components/inspector/kind-counts";
import type { RecordPlace } from "@/components/inspector/record-sheet";
import type { JoinedList as JoinedListData } from "@/components/inspector/use-joined-list";
import { EntityTable } from "@/components/timeline/entity-table";
import { Transcript } from "@/components/turns/transcript";
import { turnName, type TurnPlace } from "@/components/turns/turn-tree-rows";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Tabs } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";
import { formatCompact } from "@/lib/client/format";
import { centreTabs } from "@/lib/client/inspector-params";
import type { TurnRow } from "@/lib/contracts/turn";

export interface CentrePaneProps {
  list: JoinedListData;
  place: RecordPlace;
  turns: readonly TurnRow[];
  turnsQuery: Pick<UseInfiniteQueryResult, "isPending" | "error" | "refetch">;
  turnPlace: TurnPlace | undefined;
  onOpen: () => void;
  onMoreTurns: (() => void) | undefined;
}

/** The middle: everything on one axis, or one domain at a time, with the cursor's turn drawn below. */
export function CentrePane(props: CentrePaneProps) {
  const { list, place, turns, turnPlace, onOpen } = props;
  const { convId, detail, view, cursor, select, change } = useInspector();
  const { parts } = detail;
  const counts = {
    timeline: Math.max(parts.entities_stored, parts.entities_projected),
    turns: parts.turns,
    events: parts.events,
    calls: parts.model_calls + parts.tool_calls,
    errors: parts.errors + parts.anomalies + parts.faults,
  };
  const isGrouped = view.density === "grouped";
  const turn = turnPlace?.turn;
  return (
    <>
      <Tabs
        label="Views of this conversation"
        tabs={centreTabs.map((id) =>
          id === "joined"
            ? { id, label: titles[id] }
            : { id, label: titles[id], count: formatCompact(counts[id]) },
        )}
        selected={view.tab}
        onSelect={(id) => change({ tab: centreTabs.find((tab) => tab === id) ?? "joined" }, "push")}
        end={
          view.tab === "joined" && (
            <Tooltip
              content={isGrouped ? "Runs of streaming events are one row" : "Every envelope is a row"}
              keys="V"
            >
              <Button
                size="small"
                aria-pressed={!isGrouped}
                onClick={() => change({ density: isGrouped ? "full" : "grouped" }, "push")}
              >
                {isGrouped ? "Grouped" : "Full"}
                <Kbd keys="V" />
              </Button>
            </Tooltip>
          )
        }
      >
        {view.tab === "joined" && <JoinedList list={list} counts={kindCounts(detail)} onOpen={onOpen} />}
        {view.tab === "timeline" && (
          <EntityTable
            convId={convId}
            cursor={cursor}
            subject={place.subject}
            onSelect={(ref) => select(ref, "move")}
            onOpen={onOpen}
          />
        )}
        {view.tab === "turns" && (
          <Transcript
            convId={convId}
            turns={turns}
            isLoading={props.turnsQuery.isPending}
            error={props.turnsQuery.error}
            onRetry={() => void props.turnsQuery.refetch()}
            place={turnPlace}
            block={view.block}
            onSelectTurn={(ref) => select(ref, "pick")}
            onSelectBlock={(ref, block) => select(ref, "pick", { block, details: "payload" })}
            onEndReached={props.onMoreTurns}
          />
        )}
        {view.tab === "events" && (
          <EventTable
            convId={convId}
            ordinal={place.ordinal}
            onSelect={(ref) => select(ref, "move")}
            onOpen={onOpen}
          />
        )}
        {view.tab === "calls" && (
          <CallTable
            convId={convId}
            cursor={cursor}
            onSelect={(ref) => select(ref, "move")}
            onOpen={onOpen}
          />
        )}
        {view.tab === "errors" && <FailureTable onOpen={onOpen} />}
      </Tabs>
      <Waterfall
        convId={convId}
        turn={
          turn === undefined
            ? null
            : {
                id: turn.turn_id,
                name: turnName(turn, turns.indexOf(turn)),
                start_ms: turn.started_at_ms,
                end_ms: turn.finished_at_ms,
              }
        }
        cursor={cursor}
        cursorMs={place.at_ms}
        onSelect={(ref) => select(ref, "pick")}
      />
    </>
  );
}

const titles = {
  joined: "Joined",
  timeline: "Timeline",
  turns: "Turns",
  events: "Events",
  calls: "Calls",
  errors: "Errors",
} as const;
