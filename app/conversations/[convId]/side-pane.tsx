"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Group, Panel, Separator } from "react-resizable-panels";
import { PageState } from "@/components/data/page-state";
import { useInspector } from "@/components/inspector/inspector-context";
import { SnapshotBlocks } from "@/components/turns/snapshot-blocks";
import { TurnTree } from "@/components/turns/turn-tree";
import type { TurnPlace } from "@/components/turns/turn-tree-rows";
import { Tabs } from "@/components/ui/tabs";
import { sideTabs } from "@/lib/client/inspector-params";
import type { TurnRow } from "@/lib/contracts/turn";

const EntityTable = dynamic(() =>
  import("@/components/timeline/entity-table").then((module) => module.EntityTable),
);

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
  return (
    <Group
      orientation="vertical"
      className="min-h-0 flex-1"
      resizeTargetMinimumSize={{ coarse: 24, fine: 9 }}
    >
      <Panel defaultSize="45%" minSize={96} className="flex min-h-0 flex-col">
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
      </Panel>
      <Separator
        aria-label="Resize the blocks"
        className="h-px shrink-0 bg-border outline-none hover:bg-accent focus-visible:bg-accent"
      />
      <Panel minSize={96} className="flex min-h-0 flex-col">
        <SnapshotBlocks
          convId={convId}
          turns={turns}
          place={place}
          isLocating={isLocating}
          block={view.block}
          onSelect={(ref, block) => select(ref, "pick", { block, details: "payload" })}
        />
      </Panel>
    </Group>
  );
}
