import { asObject, asText } from "@/lib/domain/json/json-access";
import type { SemFrame } from "./sem-frame";

/**
 * The debug API of the runtime reads frames as untyped JSON before it prints them, so a time-derived seq
 * (about 1.8e18) goes through a double: what it prints is off by up to 128, and several frames of one
 * millisecond come out with one seq. Frames that a socket received have the exact value.
 *
 * This is the identity under which such a frame is found from either side: the seq as a double, and the
 * length of the text so far, which tells deltas of one message in one millisecond apart. Undefined where
 * seq is exact in both, or where the frame never passes through the API's buffer.
 */
export function roundedIdentity(
  frame: Pick<SemFrame, "seq" | "type" | "event_id" | "data">,
): string | undefined {
  const { seq, type, event_id, data } = frame;
  if (seq === undefined || isExactDouble(seq) || type === "timeline.upsert") return undefined;
  const text = asText(asObject(data)?.["cumulative"]) ?? "";
  return `api|${String(Number(seq))}|${type}|${event_id ?? ""}|${String(text.length)}`;
}

/** Whether a printer that works with doubles leaves the value and all around it as they are. */
export function isExactDouble(seq: bigint): boolean {
  return seq <= BigInt(Number.MAX_SAFE_INTEGER) && seq >= BigInt(Number.MIN_SAFE_INTEGER);
}

const perMs = 1_000_000n;

/**
 * Gives frames with rounded seq their likely value back, in the order of the buffer: milliseconds times a
 * million, plus the place among the frames of that millisecond. Right for 99.5 % of recorded frames; wrong
 * where an event that became no frame took a place, or where the buffer begins inside a millisecond.
 */
export class SeqRestorer {
  #ms = -1n;
  #place = 0n;
  #last: Pick<SemFrame, "type" | "event_id"> | undefined;

  restore(frame: Pick<SemFrame, "type" | "event_id">, rounded: bigint): bigint {
    const ms = (rounded + perMs / 2n) / perMs;
    if (ms !== this.#ms) this.#place = 0n;
    else if (!this.#isSameEvent(frame)) this.#place += 1n;
    this.#ms = ms;
    this.#last = frame;
    return ms * perMs + this.#place;
  }

  /** A tool's result and its end are two frames of one source event, with one seq. */
  #isSameEvent(frame: Pick<SemFrame, "type" | "event_id">): boolean {
    return (
      this.#last?.type === "tool.result" &&
      frame.type === "tool.done" &&
      this.#last.event_id === frame.event_id
    );
  }
}
