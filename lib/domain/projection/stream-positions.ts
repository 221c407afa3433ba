import type { Dialect } from "../envelope";
import { fnv1a } from "../text-hash";
import { timeOf, type FoldEvent } from "./fold-event";
import { beginsEpoch, streamKey } from "./replay-order";

/** Receivers of one frame stamp it a little apart; less than this is no statement about order. */
const clockTolerance_ms = 1_000;

/** Vocabularies whose events mean what they mean by their order. */
const ordered: ReadonlySet<Dialect> = new Set(["sem", "sessionstream", "geppetto", "provider"]);

interface Position {
  highest: bigint | undefined;
  last_at_ms: number | undefined;
  /** Whether frames without a time came, as dumps give them. */
  hasTimeless: boolean;
  /** Whether the counter began anew or frames came late: from then on only the next number is surely next. */
  isDisordered: boolean;
  /** Frames that were folded, see `frameNumber`. */
  readonly seen: Set<number>;
}

/**
 * Where each stream of a conversation stands, to tell what a fold may do with the next event: fold it, skip
 * it as one folded already, or fold it and say that a replay would have folded it earlier.
 */
export class StreamPositions {
  readonly #positions = new Map<string, Position>();

  /** Judges an event and moves its stream forward. */
  judge(event: FoldEvent): "next" | "repeated" | "late" {
    // Logs and states are read for facts that do not depend on order.
    if (!ordered.has(event.dialect)) return "next";
    const position = this.#positionOf(event);
    if (event.seq === undefined || event.regime === "none") return this.#judgeByTime(event, position);
    const frame = frameNumber(event, event.seq);
    if (position.seen.has(frame)) return "repeated";
    position.seen.add(frame);
    return this.#judgeBySeq(event, event.seq, position);
  }

  #positionOf(event: FoldEvent): Position {
    const key = streamKey(event);
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = {
        highest: undefined,
        last_at_ms: undefined,
        hasTimeless: false,
        isDisordered: false,
        seen: new Set(),
      };
      this.#positions.set(key, position);
    }
    return position;
  }

  #judgeBySeq(event: FoldEvent, seq: bigint, position: Position): "next" | "late" {
    const at = timeOf(event);
    const { highest, last_at_ms, hasTimeless } = position;
    const earlier = isEarlier(at, last_at_ms);
    const falls = highest !== undefined && event.regime === "counter" && beginsEpoch(seq, highest);
    // Without times on both sides a drop may be a restart or an older part: only a replay can tell. What a new process sends comes
    // behind everything, so there is no tolerance: a frame that is late by little must not pass for one.
    const timed = at !== undefined && last_at_ms !== undefined && !hasTimeless && at >= last_at_ms;
    const restarted = falls && (timed || event.replayed === true);
    if (!earlier) noteTime(at, position);
    if (falls) position.isDisordered = true;
    if (highest === undefined || restarted || seq > highest) position.highest = seq;
    if (highest === undefined || restarted || event.replayed === true) return "next";
    if (event.regime !== "counter") return seq < highest ? "late" : "next";
    const unplaced = earlier || (at === undefined && last_at_ms !== undefined);
    return this.#judgeCounter(seq, highest, unplaced, position);
  }

  #judgeCounter(seq: bigint, highest: bigint, unplaced: boolean, position: Position): "next" | "late" {
    const unsure = position.isDisordered && seq > highest + 1n;
    if (seq >= highest && !unplaced && !unsure) return "next";
    position.isDisordered = true;
    return "late";
  }

  /** Events without seq matter for order only where the whole stream has none. */
  #judgeByTime(event: FoldEvent, position: Position): "next" | "late" {
    if (event.dialect !== "geppetto" && event.dialect !== "provider") return "next";
    const at = timeOf(event);
    const late =
      event.replayed !== true &&
      at !== undefined &&
      position.last_at_ms !== undefined &&
      at < position.last_at_ms;
    if (at !== undefined && !late) position.last_at_ms = at;
    return late ? "late" : "next";
  }
}

/**
 * Stands for a frame by its seq, type and id: 53 bits of them, exact in a double. As texts the frames of a conversation
 * took a third of the memory of its fold. Two frames of a stream of a hundred thousand agree once in two million
 * such streams.
 */
function frameNumber({ type, event_id = "" }: FoldEvent, seq: bigint): number {
  const low = Number(BigInt.asUintN(32, seq));
  const high = Number(BigInt.asUintN(32, seq >> 32n));
  const one = fnv1a(event_id, fnv1a(type, low) ^ 0xff);
  const two = fnv1a(type, fnv1a(event_id, Math.imul(high, 0x9e3779b1) ^ low) ^ 0xff);
  return (one >>> 11) * 2 ** 32 + (two >>> 0);
}

function noteTime(at: number | undefined, position: Position): void {
  if (at === undefined) position.hasTimeless = true;
  else position.last_at_ms = Math.max(at, position.last_at_ms ?? at);
}

function isEarlier(at: number | undefined, last: number | undefined): boolean {
  return at !== undefined && last !== undefined && at < last - clockTolerance_ms;
}
