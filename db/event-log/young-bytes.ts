import type Database from "better-sqlite3";
import { SegmentRows, type SegmentEnvelope } from "./segment-rows";

/**
 * Bytes of the envelopes that the current transaction stored, until they are written: all of one conversation together,
 * so that a text that grows from envelope to envelope reaches the disk once, and a hundred envelopes are one row. Whoever
 * reads what the transaction stored asks for it to be written first.
 */
export class YoungBytes {
  readonly #segments: SegmentRows;
  readonly #waiting = new Map<number | null, SegmentEnvelope[]>();
  /** The same in order of arrival: ordinals are given without a gap. */
  #arrived: SegmentEnvelope[] = [];

  constructor(sqlite: Database.Database) {
    this.#segments = new SegmentRows(sqlite);
  }

  add(conv_key: number | null, ordinal: bigint, bytes: Buffer): void {
    const envelope = { ordinal, bytes };
    this.#arrived.push(envelope);
    const waiting = this.#waiting.get(conv_key);
    if (waiting === undefined) this.#waiting.set(conv_key, [envelope]);
    else waiting.push(envelope);
  }

  /** The bytes of an envelope of this transaction. */
  of(ordinal: bigint): Buffer | undefined {
    const first = this.#arrived[0]?.ordinal;
    return first === undefined ? undefined : this.#arrived[Number(ordinal - first)]?.bytes;
  }

  /** Writes what waits of one conversation. */
  writeOf(conv_key: number | null): void {
    const waiting = this.#waiting.get(conv_key);
    if (waiting === undefined) return;
    this.#segments.addYoung(conv_key, waiting);
    this.#waiting.delete(conv_key);
  }

  /** Writes everything that waits. Must come before the commit. */
  write(): void {
    for (const [conv_key, envelopes] of this.#waiting) this.#segments.addYoung(conv_key, envelopes);
    this.forget();
  }

  forget(): void {
    this.#waiting.clear();
    this.#arrived = [];
  }
}
