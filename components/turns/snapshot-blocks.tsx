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
import { ToldTexts } from "./told-texts";
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

/**
 * What the model had before it at the cursor's phase, readable as a conversation; of a turn without a snapshot, what was
 * said in it.
 */
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
  const told = place !== undefined && turn.data?.snapshots.length === 0 ? place.turn : undefined;
  const phaseName = phaseLabels(turn.data?.snapshots ?? [])[at] ?? "";
  const state = place === undefined ? placeless(isLocating, turns.length > 0) : stateOf(query, snapshot);
  return (
    <section aria-label="Blocks" className="flex min-h-0 flex-1 flex-col">
      <PaneHeader
        title={
          told !== undefined ? "What was said" : snapshot === undefined ? "Blocks" : `Blocks at ${phaseName}`
        }
        end={snapshot === undefined ? undefined : snapshot.blocks.length}
      />
      <PageState state={told === undefined ? state : { kind: "ready" }}>
        {told !== undefined && (
          <div
            tabIndex={0}
            role="group"
            aria-label="What was said"
            className="ring-inside min-h-0 flex-1 overflow-y-auto px-2.5 py-1"
          >
            <ToldTexts turn={told} />
          </div>
        )}
        {snapshot !== undefined && place !== undefined && (
          <MeasuredList
            label={`Blocks at ${phaseName}`}
            items={snapshot.blocks}
            keyOf={blockKey}
            showKey={shownBlock(snapshot.blocks, block)}
            showAt={block === null ? "middle" : "nearest"}
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
      title: "This snapshot is not in the store",
      hint: "It may have been removed, or the link is of another store.",
    };
  }
  return snapshot.blocks.length === 0
    ? { kind: "empty", title: "This snapshot holds no blocks" }
    : { kind: "ready" };
}

/**
 * The block to bring into view: the one under the cursor; else what this snapshot added or changed, or its end, because
 * what the model saw all along stands above.
 */
function shownBlock(blocks: readonly PlacedBlock[], cursor: string | null): string | undefined {
  const shown =
    blocks.find(({ block_id }) => block_id === cursor) ??
    blocks.find(({ lineage }) => lineage !== null && lineage !== "reused") ??
    blocks.at(-1);
  return shown === undefined ? undefined : blockKey(shown);
}

const blockKey = (block: PlacedBlock): string => String(block.position);

/** The snapshot of the place; of a turn as a whole its last one. */
function snapshotIndex(snapshots: readonly SnapshotDetail[], place: TurnPlace | undefined): number {
  if (place?.snapshot === undefined) return snapshots.length - 1;
  return snapshots.findIndex(({ ref }) => ref === place.snapshot?.ref);
}
