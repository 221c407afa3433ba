"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Waterfall } from "@/components/calls/waterfall";
import { densityWords } from "@/components/inspector/density-words";
import { useInspector } from "@/components/inspector/inspector-context";
import { JoinedList } from "@/components/inspector/joined-list";
import { kindCounts } from "@/components/inspector/kind-counts";
import type { RecordPlace } from "@/components/inspector/sheets/sheet";
import type { JoinedList as JoinedListData } from "@/components/inspector/use-joined-list";
import { turnName, type TurnPlace } from "@/components/turns/turn-tree-rows";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { orMissing } from "@/components/ui/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";
import { formatCompact } from "@/lib/client/format";
import { centreTabs, nextDensity } from "@/lib/client/inspector-params";
import type { TurnRow } from "@/lib/contracts/turn";

// Only the joined list is there at once; the other views come when they are first shown.
const EntityTable = dynamic(() =>
  orMissing(import("@/components/timeline/entity-table").then((module) => module.EntityTable)),
);
const Transcript = dynamic(() =>
  orMissing(import("@/components/turns/transcript").then((module) => module.Transcript)),
);
const EventTable = dynamic(() =>
  orMissing(import("@/components/events/event-table").then((module) => module.EventTable)),
);
const CallTable = dynamic(() =>
  orMissing(import("@/components/calls/call-table").then((module) => module.CallTable)),
);
const FailureTable = dynamic(() =>
  orMissing(import("@/components/inspector/failure-table").then((module) => module.FailureTable)),
);

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
    errors: parts.errors,
  };
  const findings = parts.anomalies + parts.faults;
  const density = densityWords[view.density];
  const turn = turnPlace?.turn;
  return (
    <>
      <Tabs
        label="Views of this conversation"
        tabs={centreTabs.map((id) =>
          id === "joined"
            ? { id, label: titles[id] }
            : {
                id,
                label: titles[id],
                // As everywhere on the page: what failed, and what was found out of order.
                count:
                  id === "errors" && findings > 0
                    ? `${formatCompact(counts[id])} + ${formatCompact(findings)}`
                    : formatCompact(counts[id]),
              },
        )}
        selected={view.tab}
        onSelect={(id) => change({ tab: centreTabs.find((tab) => tab === id) ?? "joined" }, "push")}
        end={
          view.tab === "joined" && (
            <Tooltip content={density.says} keys="V">
              <Button
                size="small"
                aria-label={`Rows: ${density.name}`}
                onClick={() => change({ density: nextDensity(view.density) }, "push")}
              >
                {density.name}
                <Kbd keys="V" />
              </Button>
            </Tooltip>
          )
        }
      >
        {view.tab === "joined" && (
          <JoinedList list={list} counts={kindCounts(detail, view.density)} onOpen={onOpen} />
        )}
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
