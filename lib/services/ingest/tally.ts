import type { ItemOutcome } from "./ingest-item";
import { noCounts, type RunCounts } from "./input-run";

/** A reason with how often it came and where it came first. */
export interface ReasonCount {
  readonly code: string;
  readonly detail: string;
  readonly line: number;
  count: number;
}

const reasonLimit = 50;

/** Sums outcomes of a run and keeps the reasons of whatever was not simply stored. */
export class Tally {
  readonly counts: RunCounts = noCounts();
  readonly #reasons = new Map<string, ReasonCount>();

  add(outcomes: readonly ItemOutcome[]): void {
    for (const outcome of outcomes) {
      this.counts.received += 1;
      this.counts[outcome.status === "accepted" ? "stored" : outcome.status] += 1;
      if (outcome.code !== undefined) this.note(outcome.code, outcome.detail ?? "", outcome.line);
    }
  }

  /** Counts a reason that is not an item's own: a table that could not be read, a file that was skipped. */
  note(code: string, detail: string, line: number): void {
    const reason = this.#reasons.get(code);
    if (reason !== undefined) reason.count += 1;
    else if (this.#reasons.size < reasonLimit) this.#reasons.set(code, { code, detail, line, count: 1 });
  }

  get reasons(): readonly ReasonCount[] {
    return [...this.#reasons.values()];
  }
}
