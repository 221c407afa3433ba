"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useId } from "react";
import { PageState } from "@/components/data/page-state";
import { Splitter } from "@/components/data/split-panes/splitter";
import { usePaneSize } from "@/components/data/split-panes/use-pane-size";
import { useInspector } from "@/components/inspector/inspector-context";
import { SnapshotBlocks } from "@/components/turns/snapshot-blocks";
import { TurnTree } from "@/components/turns/turn-tree";
import type { TurnPlace } from "@/components/turns/turn-tree-rows";
import { Tabs } from "@/components/ui/tabs";
import { sideTabs } from "@/lib/client/inspector-params";
import type { TurnRow } from "@/lib/contracts/turn";
import { orMissing } from "@/components/ui/lazy-part";

const EntityTable = dynamic(() =>
  orMissing(import("@/components/timeline/entity-table").then((module) => module.EntityTable)),
);

/** Pixels of the header of the blocks, which stays when they are collapsed. */
const headerPx = 32;
/** Least height of either half. */
const leastPx = 96;

export interface SidePaneProps {
  turns: readonly TurnRow[];
  turnsQuery: Pick<UseInfiniteQueryResult, "isPending" | "isError" | "error" | "refetch">;
  place: TurnPlace | undefined;
  /** Where the cursor stands is not known yet. */
  isLocating: boolean;
  subject: string | null;
  onOpen: () => void;
  onMoreTurns: (() => void) | undefined;
}

/** Left: turns with their phases, or entities; below, what the model had before it at the cursor's phase. */
export function SidePane({
  turns,
  turnsQuery,
  place,
  isLocating,
  subject,
  onOpen,
  onMoreTurns,
}: SidePaneProps) {
  const { convId, detail, view, cursor, select, change } = useInspector();
  const { parts } = detail;
  const blocks = useId();
  const size = usePaneSize("inspector.blocks", 380);
  const least = size.isCollapsed ? headerPx : leastPx;
  return (
    <>
      <div data-main="" className="flex flex-1 flex-col" style={{ minHeight: leastPx }}>
        <Tabs
          label="Structure"
          tabs={[
            { id: "turns", label: "Turns", count: parts.turns },
            {
              id: "entities",
              label: "Entities",
              count: Math.max(parts.entities_stored, parts.entities_projected),
            },
          ]}
          selected={view.side}
          onSelect={(id) => change({ side: sideTabs.find((tab) => tab === id) ?? "turns" })}
        >
          {view.side === "turns" ? (
            <PageState
              state={
                turnsQuery.isError
                  ? { kind: "failed", error: turnsQuery.error, onRetry: () => void turnsQuery.refetch() }
                  : turnsQuery.isPending
                    ? { kind: "loading" }
                    : turns.length === 0
                      ? {
                          kind: "not-recorded",
                          title: "No turns are recorded",
                          hint: "The source kept no turn snapshots.",
                        }
                      : { kind: "ready" }
              }
            >
              <TurnTree
                turns={turns}
                place={place}
                onSelect={select}
                onOpen={onOpen}
                onEndReached={onMoreTurns}
              />
            </PageState>
          ) : (
            <EntityTable
              convId={convId}
              cursor={cursor}
              subject={subject}
              onSelect={(ref) => select(ref, "pick")}
              onOpen={onOpen}
              narrow
            />
          )}
        </Tabs>
      </div>
      <Splitter
        label="Blocks"
        controls={blocks}
        grows="after"
        orientation="horizontal"
        pane={size}
        min={leastPx}
        max={1200}
      />
      <div
        id={blocks}
        className="flex min-h-0 flex-col overflow-hidden"
        // The tree above keeps some rows, however low the window is.
        style={{
          flex: `0 1 ${size.isCollapsed ? headerPx : size.size}px`,
          minHeight: least,
          maxHeight: "70%",
        }}
      >
        <SnapshotBlocks
          convId={convId}
          turns={turns}
          place={place}
          isLocating={isLocating}
          block={view.block}
          onSelect={(ref, block) => select(ref, "pick", { block, details: "payload" })}
        />
      </div>
    </>
  );
}
