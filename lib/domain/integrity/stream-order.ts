import { asArray, asNumber, asObject, asOrdinal, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import type { AnomalyKind, OrderingAnomaly, SeqRegime } from "../model/event";
import { beginsEpoch } from "../projection/replay-order";
import { FrameWindow } from "./frame-window";

/** What the checker needs to know of one envelope. */
export interface OrderedItem {
  readonly ordinal: bigint;
  readonly seq?: bigint | undefined;
  readonly regime: SeqRegime;
  readonly type: string;
  readonly event_id?: string | undefined;
  /** Hash of the content; equal content under one identity is the same frame again. */
  readonly content_hash?: Uint8Array | undefined;
  /** Source's clock; the receiver's where there is none. */
  readonly at_ms?: number | undefined;
}

interface Missing {
  from: bigint;
  to: bigint;
  /** Envelope at which the gap was noticed, and how many items had come by then. */
  readonly ordinal: bigint;
  readonly count: number;
  readonly expected: bigint;
  readonly previous_ordinal: bigint | undefined;
  readonly seq: bigint;
}

/**
 * Whether one missing number before a user message is an error event of the run before it: the SEM
 * generation counts those and makes no frame of them.
 */
function isUnsentError(item: OrderedItem, step: bigint): boolean {
  return item.type === "chat.message" && step === 2n;
}

/** Gaps that are remembered to tell a late frame from a regression. */
const gapLimit = 64;
/** Items after which a frame that was missing is late rather than out of order. */
const lateAfterItems = 64;
/** How far a time-derived seq may fall back: out of order, then late, beyond it the clock was set back. */
const disorder_ms = 10_000n;
const late_ms = 60_000n;
const nanos = 1_000_000n;

/**
 * Watches the order of one delivery: the frames of a socket, the lines of a file, what a sender posts to one
 * stream. Feed every item received, duplicates included: an item that was here already is no gap. State is
 * small and serialisable, so that checking goes on across batches and restarts.
 *
 * Frames made from one source event share its seq and differ in type or id; that is no finding. Gaps exist
 * for counters only. Findings have stable ids: a gap that is filled later is stated again with what is still
 * missing, 0 when it is closed.
 */
export class StreamOrder {
  #regime: SeqRegime = "none";
  #epoch = 0;
  #highest: bigint | undefined;
  #last_ordinal: bigint | undefined;
  #last_at_ms: number | undefined;
  #count = 0;
  readonly #window = new FrameWindow();
  #missing: Missing[] = [];

  constructor(
    readonly stream: string,
    readonly conv_id: string | undefined,
    state?: JsonValue,
  ) {
    const saved = asObject(state);
    if (saved !== undefined) this.#restore(saved);
  }

  /** Epoch of the stream: a restart of its numbering begins a new one. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Takes the next item and gives what is wrong with its place. */
  check(item: OrderedItem): OrderingAnomaly[] {
    if (item.seq === undefined || item.regime === "none") return [];
    const findings = this.#judge(item, item.seq);
    this.#last_ordinal = item.ordinal;
    if (item.at_ms !== undefined) this.#last_at_ms = Math.max(item.at_ms, this.#last_at_ms ?? item.at_ms);
    this.#count += 1;
    return findings;
  }

  /** State to go on with later. */
  state(): JsonValue {
    return {
      regime: this.#regime,
      epoch: this.#epoch,
      highest: this.#highest?.toString() ?? null,
      last_ordinal: this.#last_ordinal?.toString() ?? null,
      last_at_ms: this.#last_at_ms ?? null,
      count: this.#count,
      window: this.#window.state(),
      missing: this.#missing.map((gap) => ({
        from: gap.from.toString(),
        to: gap.to.toString(),
        ordinal: gap.ordinal.toString(),
        count: gap.count,
        expected: gap.expected.toString(),
        previous_ordinal: gap.previous_ordinal?.toString() ?? null,
        seq: gap.seq.toString(),
      })),
    };
  }

  #judge(item: OrderedItem, seq: bigint): OrderingAnomaly[] {
    const changed = this.#regime !== "none" && this.#regime !== item.regime;
    const repeat = this.#repeat(item, seq);
    if (repeat !== undefined) return [this.#finding(repeat, item, seq)];
    if (changed || this.#isRestart(item, seq)) return [this.#beginEpoch(item, seq)];
    this.#regime = item.regime;
    const highest = this.#highest;
    if (highest === undefined || seq > highest) {
      this.#highest = seq;
      if (highest === undefined || item.regime !== "counter" || seq === highest + 1n) return [];
      const gap = this.#openGap(item, seq, highest);
      return isUnsentError(item, seq - highest) ? [] : [gap];
    }
    if (seq === highest) return [];
    return item.regime === "counter" ? this.#below(item, seq) : [this.#fellBack(item, seq, highest)];
  }

  /** Whether the same frame was seen before: same seq, type and id. */
  #repeat(item: OrderedItem, seq: bigint): "duplicate_same" | "duplicate_other" | undefined {
    const isNewHeight = this.#highest === undefined || seq > this.#highest;
    const before = isNewHeight ? undefined : this.#window.find(item, seq);
    if (before !== undefined) return before;
    this.#window.remember(item, seq);
    return undefined;
  }

  #isRestart(item: OrderedItem, seq: bigint): boolean {
    if (item.regime !== "counter" || this.#highest === undefined || !beginsEpoch(seq, this.#highest))
      return false;
    if (this.#missing.some((gap) => gap.from <= seq && seq <= gap.to)) return false;
    // A frame that is older by the clock was on the way for long; it is no restart.
    return item.at_ms === undefined || this.#last_at_ms === undefined || item.at_ms >= this.#last_at_ms;
  }

  #beginEpoch(item: OrderedItem, seq: bigint): OrderingAnomaly {
    const expected = this.#highest === undefined ? undefined : this.#highest + 1n;
    this.#epoch += 1;
    this.#regime = item.regime;
    this.#highest = seq;
    this.#missing = [];
    this.#window.restart();
    this.#window.remember(item, seq);
    return { ...this.#finding("epoch_change", item, seq), expected_seq: expected };
  }

  #openGap(item: OrderedItem, seq: bigint, highest: bigint): OrderingAnomaly {
    const gap: Missing = {
      from: highest + 1n,
      to: seq - 1n,
      ordinal: item.ordinal,
      count: this.#count,
      expected: highest + 1n,
      previous_ordinal: this.#last_ordinal,
      seq,
    };
    this.#missing.push(gap);
    if (this.#missing.length > gapLimit) this.#missing.shift();
    return this.#gapFinding(item, gap, seq - highest - 1n);
  }

  /** A counter below its height: a frame that was missing, or numbers that were used before. */
  #below(item: OrderedItem, seq: bigint): OrderingAnomaly[] {
    const gap = this.#missing.find((range) => range.from <= seq && seq <= range.to);
    if (gap === undefined) return this.#sharesSeq(seq) ? [] : [this.#finding("regression", item, seq)];
    const kind = this.#count - gap.count > lateAfterItems ? "late" : "out_of_order";
    const still = this.#fill(gap, seq);
    return [this.#finding(kind, item, seq), this.#gapFinding(item, gap, still)];
  }

  /** Whether another frame of the same seq is remembered: a late frame of the same source event. */
  #sharesSeq(seq: bigint): boolean {
    return this.#window.countOf(seq) > 1;
  }

  /** Takes a seq out of a gap; gives how many of the whole gap are missing still. */
  #fill(gap: Missing, seq: bigint): bigint {
    const rest = this.#missing.filter((range) => range !== gap);
    if (gap.from < seq) rest.push({ ...gap, to: seq - 1n });
    if (seq < gap.to) rest.push({ ...gap, from: seq + 1n });
    this.#missing = rest;
    return rest
      .filter((range) => range.expected === gap.expected && range.ordinal === gap.ordinal)
      .reduce((sum, range) => sum + (range.to - range.from + 1n), 0n);
  }

  #fellBack(item: OrderedItem, seq: bigint, highest: bigint): OrderingAnomaly {
    const back = (highest - seq) / nanos;
    const kind = back > late_ms ? "regression" : back > disorder_ms ? "late" : "out_of_order";
    return this.#finding(kind, item, seq);
  }

  #finding(kind: AnomalyKind, item: OrderedItem, seq: bigint): OrderingAnomaly {
    return {
      anomaly_id: `${this.stream}|${kind}|${String(this.#epoch)}|${String(seq)}|${item.type}|${item.event_id ?? ""}`,
      conv_id: this.conv_id,
      stream: this.stream,
      kind,
      epoch: this.#epoch,
      ordinal: item.ordinal,
      previous_ordinal: this.#last_ordinal,
      seq,
      expected_seq: this.#highest === undefined ? undefined : this.#highest + 1n,
      occurred_at_ms: item.at_ms,
    };
  }

  #gapFinding(item: OrderedItem, gap: Missing, missing: bigint): OrderingAnomaly {
    return {
      ...this.#finding("gap", item, gap.seq),
      anomaly_id: `${this.stream}|gap|${String(this.#epoch)}|${String(gap.expected)}`,
      ordinal: gap.ordinal,
      previous_ordinal: gap.previous_ordinal,
      expected_seq: gap.expected,
      missing_count: missing,
    };
  }

  #restore(saved: JsonObject): void {
    const regime = asText(saved["regime"]);
    this.#regime = regime === "counter" || regime === "time" ? regime : "none";
    this.#epoch = asNumber(saved["epoch"]) ?? 0;
    this.#highest = asOrdinal(saved["highest"]);
    this.#last_ordinal = asOrdinal(saved["last_ordinal"]);
    this.#last_at_ms = asNumber(saved["last_at_ms"]);
    this.#count = asNumber(saved["count"]) ?? 0;
    this.#window.restore(asArray(saved["window"]) ?? []);
    for (const entry of asArray(saved["missing"]) ?? []) {
      const gap = asObject(entry);
      const [from, to, ordinal, expected, seq] = ["from", "to", "ordinal", "expected", "seq"].map((name) =>
        asOrdinal(gap?.[name]),
      );
      if (
        from === undefined ||
        to === undefined ||
        ordinal === undefined ||
        expected === undefined ||
        seq === undefined
      )
        continue;
      const previous_ordinal = asOrdinal(gap?.["previous_ordinal"]);
      this.#missing.push({
        from,
        to,
        ordinal,
        expected,
        seq,
        previous_ordinal,
        count: asNumber(gap?.["count"]) ?? 0,
      });
    }
  }
}
