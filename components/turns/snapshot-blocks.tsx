"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { PageState, type PaneState } from "@/components/data/page-state";
import { PaneHeader } from "@/components/data/pane-header";
import { turnOptions } from "@/lib/client/inspector-record-queries";
import type { PlacedBlock, SnapshotDetail } from "@/lib/client/turn-detail";
import type { TurnRow } from "@/lib/contracts/turn";
import { BlockView } from "./block-view";
import { MeasuredList } from "./measured-list";
import { lineageText } from "./lineage-text";
import { phaseLabels } from "./phase-label";
import type { TurnPlace } from "./turn-tree-rows";

export interface SnapshotBlocksProps {
  convId: string;
  turns: readonly TurnRow[];
  place: TurnPlace | undefined;
  /** The turns, or the place among them, are still on their way. */
  isLocating: boolean;
  /** Block under the cursor. */
  block: string | null;
  onSelect: (snapshotRef: string, blockId: string) => void;
}

/** What the model had before it at the cursor's phase, readable as a conversation. */
export function SnapshotBlocks({ convId, turns, place, isLocating, block, onSelect }: SnapshotBlocksProps) {
  const turnId = place?.turn.turn_id ?? "";
  const turn = useQuery({ ...turnOptions(convId, turnId), enabled: place !== undefined });
  const at = snapshotIndex(turn.data?.snapshots ?? [], place);
  const listed = turn.data?.snapshots[at];
  // A turn of very many places tells most of its snapshots in part.
  const isPart = listed?.is_whole === false;
  const whole = useQuery({ ...turnOptions(convId, turnId, listed), enabled: isPart });
  const query = isPart ? whole : turn;
  const snapshot = query.data?.snapshots[at];
  const phaseName = phaseLabels(turn.data?.snapshots ?? [])[at] ?? "";
  const state = place === undefined ? placeless(isLocating, turns.length > 0) : stateOf(query, snapshot);
  return (
    <section aria-label="Blocks" className="flex min-h-0 flex-1 flex-col">
      <PaneHeader
        title={snapshot === undefined ? "Blocks" : `Blocks at ${phaseName}`}
        end={snapshot === undefined ? undefined : snapshot.blocks.length}
      />
      <PageState state={state}>
        {snapshot !== undefined && place !== undefined && (
          <MeasuredList
            label={`Blocks at ${phaseName}`}
            items={snapshot.blocks}
            keyOf={blockKey}
            showKey={snapshot.blocks.find(({ block_id }) => block_id === block)?.position.toString()}
            render={(item) => (
              <BlockView
                block={item}
                lineage={lineageText(item, { turn_id: snapshot.turn_id, phaseName, turns })}
                selected={item.block_id === block}
                onSelect={() => onSelect(snapshot.ref, item.block_id)}
              />
            )}
          />
        )}
      </PageState>
    </section>
  );
}

function placeless(isLocating: boolean, hasTurns: boolean): PaneState {
  if (isLocating) return { kind: "loading" };
  if (!hasTurns) {
    return {
      kind: "not-recorded",
      title: "No blocks without turns",
      hint: "Blocks are what the model had before it at each phase of a turn.",
    };
  }
  return {
    kind: "empty",
    title: "No turn at the cursor",
    hint: "Choose a turn or a record that belongs to one.",
  };
}

function stateOf(
  query: Pick<UseQueryResult, "isError" | "error" | "isPending" | "refetch">,
  snapshot: SnapshotDetail | undefined,
): PaneState {
  if (query.isError) return { kind: "failed", error: query.error, onRetry: () => void query.refetch() };
  if (query.isPending) return { kind: "loading" };
  if (snapshot === undefined) {
    return {
      kind: "not-recorded",
      title: "No snapshot of this turn",
      hint: "The source kept no state of it; its events are in the list.",
    };
  }
  return snapshot.blocks.length === 0
    ? { kind: "empty", title: "This snapshot holds no blocks" }
    : { kind: "ready" };
}

const blockKey = (block: PlacedBlock): string => String(block.position);

/** The snapshot of the place; of a turn as a whole its last one. */
function snapshotIndex(snapshots: readonly SnapshotDetail[], place: TurnPlace | undefined): number {
  if (place?.snapshot === undefined) return snapshots.length - 1;
  return snapshots.findIndex(({ ref }) => ref === place.snapshot?.ref);
}
