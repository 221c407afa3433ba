/** Frames after which a part that has not come will not come any more. */
const patience = 64;

/** A part of a text that no frame brought. */
export interface MissingPart {
  /** First and next character of the part. */
  from: number;
  to: number;
  /** Envelopes before and after it. */
  readonly previous_ordinal: bigint | undefined;
  readonly next_ordinal: bigint;
}

interface Open extends MissingPart {
  age: number;
}

/**
 * Which parts of one streamed text its frames brought. Every frame carries the text so far and the part that
 * is new: previous text + delta = text so far, else a part is missing. A part that comes late fills its
 * place, so what is out of order is not lost. White space alone is not missed: newer runtimes leave out
 * frames that hold nothing else. Memory is one number and the open parts.
 */
export class DeltaCoverage {
  #end: number | undefined;
  #last_ordinal: bigint | undefined;
  #open: Open[] = [];

  /** The text begins here: what comes first must begin at its first character. */
  begin(): void {
    this.#end ??= 0;
  }

  /** Takes a frame and gives the parts that have been missing for long. */
  take(frame: {
    readonly delta: string;
    readonly cumulative: string;
    readonly ordinal: bigint;
  }): MissingPart[] {
    const to = frame.cumulative.length;
    const from = to - frame.delta.length;
    // A recording may begin in the middle of a text.
    const end = this.#end ?? from;
    if (from > end && frame.cumulative.slice(end, from).trim() !== "") {
      this.#open.push({
        from: end,
        to: from,
        previous_ordinal: this.#last_ordinal,
        next_ordinal: frame.ordinal,
        age: 0,
      });
    }
    if (from < end) this.#open = this.#open.flatMap((part) => without(part, from, to));
    this.#end = Math.max(end, to);
    this.#last_ordinal = frame.ordinal;
    for (const part of this.#open) part.age += 1;
    return this.#release((part) => part.age > patience);
  }

  /** The text has ended: gives all parts that are missing. */
  finish(): MissingPart[] {
    return this.#release(() => true);
  }

  #release(isDue: (part: Open) => boolean): MissingPart[] {
    const due = this.#open.filter(isDue);
    if (due.length > 0) this.#open = this.#open.filter((part) => !isDue(part));
    return due;
  }
}

/** What is left of a missing part when characters `from` to `to` came. */
function without(part: Open, from: number, to: number): Open[] {
  if (to <= part.from || from >= part.to) return [part];
  const rest: Open[] = [];
  if (part.from < from) rest.push({ ...part, to: from });
  if (to < part.to) rest.push({ ...part, from: to });
  return rest;
}
