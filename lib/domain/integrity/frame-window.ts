import { asNumber } from "../json/json-access";
import type { JsonValue } from "../model/field";
import { fnv1a } from "../text-hash";

/** What identifies a frame among those of one seq, and its content. */
export interface WindowItem {
  readonly type: string;
  readonly event_id?: string | undefined;
  /** SHA-256 of the content. */
  readonly content_hash?: Uint8Array | undefined;
}

/** Frames that are remembered to tell a repeat from another frame of the same seq. */
const windowSize = 256;
/** Bytes of a content hash that are kept: 48 bits, exact in a double. */
const keptBytes = 6;
const numbersOfFrame = 3;

/**
 * The newest frames of one epoch of a stream, as numbers: thousands of streams are watched at one time, and
 * the texts that name a frame would take a hundred times the room. A frame is its seq (the low 53 bits: all of
 * it for counters), a 32-bit hash of its type and id, and 48 bits of its content hash; two frames of one
 * seq are taken for one another once in four billion times.
 */
export class FrameWindow {
  /** Three numbers a frame, one after the other; a ring once it is full. */
  #numbers: number[] = [];
  #oldest = 0;

  /** How a frame with this seq, type and id was seen before: with the same content or another. O(window). */
  find(item: WindowItem, seq: bigint): "duplicate_same" | "duplicate_other" | undefined {
    const [low, name] = [lowBits(seq), nameHash(item)];
    for (let at = 0; at < this.#numbers.length; at += numbersOfFrame) {
      if (this.#numbers[at] !== low || this.#numbers[at + 1] !== name) continue;
      return this.#numbers[at + 2] === contentBits(item) ? "duplicate_same" : "duplicate_other";
    }
    return undefined;
  }

  /** Takes in a frame that is not in the window; the oldest one leaves a full window. */
  remember(item: WindowItem, seq: bigint): void {
    const at =
      this.#numbers.length < windowSize * numbersOfFrame
        ? this.#numbers.length
        : this.#oldest * numbersOfFrame;
    if (at < this.#numbers.length) this.#oldest = (this.#oldest + 1) % windowSize;
    this.#numbers[at] = lowBits(seq);
    this.#numbers[at + 1] = nameHash(item);
    this.#numbers[at + 2] = contentBits(item);
  }

  /** Frames with this seq. */
  countOf(seq: bigint): number {
    const low = lowBits(seq);
    let frames = 0;
    for (let at = 0; at < this.#numbers.length; at += numbersOfFrame)
      if (this.#numbers[at] === low) frames += 1;
    return frames;
  }

  /** An epoch began: its numbers say nothing about those before. */
  restart(): void {
    this.#numbers = [];
    this.#oldest = 0;
  }

  /** The numbers, oldest frame first, to go on with later. */
  state(): JsonValue {
    const from = this.#oldest * numbersOfFrame;
    return [...this.#numbers.slice(from), ...this.#numbers.slice(0, from)];
  }

  restore(state: readonly JsonValue[]): void {
    this.restart();
    for (const value of state) this.#numbers.push(asNumber(value) ?? 0);
  }
}

function lowBits(seq: bigint): number {
  return Number(BigInt.asUintN(53, seq));
}

/** FNV-1a over type and id. */
function nameHash({ type, event_id = "" }: WindowItem): number {
  return fnv1a(event_id, fnv1a(type) ^ 0xff) >>> 0;
}

function contentBits({ content_hash }: WindowItem): number {
  let bits = 0;
  for (let at = 0; at < keptBytes; at += 1) bits = bits * 256 + (content_hash?.[at] ?? 0);
  return bits;
}
