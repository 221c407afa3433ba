import type { SeqRegime } from "@/lib/domain/model/event";

/**
 * Gives out sequence numbers as runtimes do: `time` is the millisecond times 1,000,000, or one more than
 * the last when that is not greater; `counter` counts from 1 in every process; `none` gives no number.
 */
export class SeqClock {
  readonly regime: SeqRegime;
  #last = 0n;

  constructor(regime: SeqRegime) {
    this.regime = regime;
  }

  get last(): bigint {
    return this.#last;
  }

  next(atMs: number): bigint | undefined {
    if (this.regime === "none") return undefined;
    const byTime = this.regime === "time" ? BigInt(atMs) * 1_000_000n : 0n;
    this.#last = byTime > this.#last ? byTime : this.#last + 1n;
    return this.#last;
  }

  /** Numbers that no frame will carry. */
  skip(count: number): void {
    this.#last += BigInt(count);
  }

  /** A new process knows nothing of the numbers given before. */
  restart(): void {
    this.#last = 0n;
  }
}
