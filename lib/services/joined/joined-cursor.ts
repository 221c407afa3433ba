import type { EventPosition } from "@/db/queries/joined-events";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import { ConsoleError } from "@/lib/domain/console-error";
import type { JsonValue } from "@/lib/domain/model/field";
import type { JoinedKey } from "./side-list";

export type Direction = "forward" | "backward";

/**
 * A place between two items. Envelopes and other records have a position each: an item of a long run
 * stands at its beginning, so the records inside its span come after it although its envelopes are done.
 */
export interface Gap {
  readonly event: EventPosition;
  readonly side: JoinedKey;
}

/** The place before everything; its keys are lower than any that a record can have. */
export const beginning: Gap = {
  event: { at_ms: -1, ordinal: -1n },
  side: { at_ms: -2, ordinal: -1n, rank: -1, ref: "" },
};

export function encodeGap(binding: JsonValue, direction: Direction, { event, side }: Gap): string {
  return encodeCursor(binding, [
    direction,
    event.at_ms,
    event.ordinal,
    side.at_ms,
    side.ordinal,
    side.rank,
    side.ref,
  ]);
}

/** Throws invalid-cursor. */
export function decodeGap(binding: JsonValue, cursor: string): { direction: Direction; gap: Gap } {
  const [direction, at, ordinal, sideAt, sideOrdinal, rank, ref] = decodeCursor(binding, cursor, 7);
  if (
    (direction === "forward" || direction === "backward") &&
    typeof at === "number" &&
    typeof ordinal === "bigint" &&
    typeof sideAt === "number" &&
    typeof sideOrdinal === "bigint" &&
    typeof rank === "number" &&
    typeof ref === "string"
  ) {
    return {
      direction,
      gap: { event: { at_ms: at, ordinal }, side: { at_ms: sideAt, ordinal: sideOrdinal, rank, ref } },
    };
  }
  throw new ConsoleError("invalid-cursor", "The cursor is damaged. Start again from the first page.");
}
