import type { PlacedBlock } from "@/lib/client/turn-detail";
import type { TurnRow } from "@/lib/contracts/turn";
import { turnName } from "./turn-tree-rows";

/** Where the reader is: the snapshot shown, and the turns by which others are named. */
export interface LineagePlace {
  readonly turn_id: string;
  /** Name of the snapshot shown, e.g. `post_inference #2`. */
  readonly phaseName: string;
  readonly turns: readonly Pick<TurnRow, "turn_id" | "position">[];
}

/** Says where a block came from, relative to the snapshot in which it is shown. Empty when nothing is known. */
export function lineageText(
  block: Pick<PlacedBlock, "lineage" | "lineage_turn_id" | "lineage_phase" | "previous_position">,
  place: LineagePlace,
): string {
  const from = originOf(block, place);
  switch (block.lineage) {
    case "new":
      return `new in ${place.phaseName}`;
    case "reused":
      return from === "" ? "reused" : `reused from ${from}`;
    case "moved":
      return `moved from place ${block.previous_position === null ? "?" : Number(block.previous_position) + 1}${from === "" ? "" : `, first in ${from}`}`;
    case "edited":
      return `edited in ${place.phaseName}${from === "" ? "" : `, first in ${from}`}`;
    case "split":
      return `split off in ${place.phaseName}`;
    case "dropped":
      return "dropped here";
    case null:
      return "";
  }
}

function originOf(
  block: Pick<PlacedBlock, "lineage_turn_id" | "lineage_phase">,
  place: LineagePlace,
): string {
  if (block.lineage_turn_id === null) return "";
  if (block.lineage_turn_id === place.turn_id) return block.lineage_phase ?? "this turn";
  const at = place.turns.findIndex(({ turn_id }) => turn_id === block.lineage_turn_id);
  const turn = place.turns[at];
  return turn === undefined ? "an earlier turn" : turnName(turn, at);
}
