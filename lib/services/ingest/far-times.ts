import type { Decoded } from "@/lib/domain/envelope";

const day_ms = 24 * 3_600_000;
/** 2000-01-01: what says to be older was not told by a clock that is set. */
const century_ms = 946_684_800_000;

/** Items whose source times are far from this console's clock. They are stored with the times that they came with. */
export interface FarTimes {
  readonly lines: number;
  readonly first_line: number;
  /** Distance of the one that is furthest off; positive when it is ahead of this clock. */
  readonly furthest_ms: number;
}

/**
 * Notices times more than a day from now (OpenTelemetry and format research 5.2), as a clock that is not set tells them.
 * A recording may be as old as it likes: of one only times ahead, and those before 2000, are noticed.
 */
export class FarTimesWatch {
  #found: FarTimes | undefined;

  constructor(
    private readonly clock: () => number,
    private readonly kind: "as it happens" | "recorded",
  ) {}

  /** Undefined while there are none. */
  get found(): FarTimes | undefined {
    return this.#found;
  }

  /** Whether an item is one of them. */
  see(item: Decoded): boolean {
    if (item.kind !== "envelope" || item.occurred_at_ms === undefined) return false;
    const distance = item.occurred_at_ms - this.clock();
    const isFar =
      distance > day_ms || (this.kind === "recorded" ? item.occurred_at_ms < century_ms : distance < -day_ms);
    if (!isFar) return false;
    const { lines, first_line, furthest_ms } = this.#found ?? {
      lines: 0,
      first_line: item.line,
      furthest_ms: 0,
    };
    this.#found = {
      lines: lines + 1,
      first_line,
      furthest_ms: Math.abs(distance) > Math.abs(furthest_ms) ? distance : furthest_ms,
    };
    return true;
  }
}
