import type { SeqRegime } from "@/lib/domain/model/event";
import type { LineKeys, LinePrinter } from "./native-line";
import { semEnvelope, type SemFrame } from "./sem-envelope";
import { SeqClock } from "./seq-clock";

interface SentLine {
  readonly id: string;
  readonly atMs: number;
  readonly keys: LineKeys;
  readonly frame: SemFrame;
}

/**
 * The way of frames from a runtime to the recorder of its socket. Here the defects of real channels are
 * planted: frames that are lost, repeated, swapped, late, or numbered wrongly.
 */
export class FrameChannel {
  readonly #clock: SeqClock;
  readonly #printer: LinePrinter;
  readonly #sink: (line: string) => void;
  #previous: SentLine | undefined;
  #held: { readonly line: SentLine; remaining: number }[] = [];
  #holdNext = 0;
  #forcedSeq: bigint | undefined;
  #dropping = 0;
  frames = 0;
  bytes = 0;

  constructor(regime: SeqRegime, printer: LinePrinter, sink: (line: string) => void) {
    this.#clock = new SeqClock(regime);
    this.#printer = printer;
    this.#sink = sink;
  }

  /** Number for a frame made now; frames of one source event share theirs. */
  takeSeq(atMs: number): bigint | undefined {
    const seq = this.#forcedSeq ?? this.#clock.next(atMs);
    this.#forcedSeq = undefined;
    return seq;
  }

  /** Begins a source event; says whether its frames are lost on the way. */
  takeLoss(): boolean {
    if (this.#dropping === 0) return false;
    this.#dropping -= 1;
    return true;
  }

  send(atMs: number, keys: LineKeys, frame: SemFrame): void {
    const line = { id: this.#printer.nextId(), atMs, keys, frame };
    if (this.#holdNext > 0) {
      this.#held.push({ line, remaining: this.#holdNext });
      this.#holdNext = 0;
      return;
    }
    this.#print(line);
    this.#previous = line;
    this.#release();
  }

  /** An envelope of any text, as broken recorders and foreign programs send it. */
  sendText(atMs: number, keys: LineKeys, envelope: string): void {
    this.#sink(this.#printer.envelope(this.#printer.nextId(), atMs, keys, envelope));
  }

  /** Numbers that no frame carries. */
  gap(count: number): void {
    this.#clock.skip(count);
  }

  /** The next source events happen, and their frames never arrive. */
  drop(count: number): void {
    this.#dropping += count;
  }

  /** The next frame arrives after `frames` others. */
  holdBack(frames: number): void {
    this.#holdNext = frames;
  }

  /** The next frame carries a number that lies `by` behind the newest. */
  regress(by: number): void {
    this.#forcedSeq = this.#clock.last - BigInt(by);
  }

  /** A new process counts anew. */
  restart(): void {
    this.#clock.restart();
  }

  /**
   * The last frame once more: the same line, the same frame under a new line id, or other bytes under the
   * id that is taken.
   */
  repeat(how: "line" | "frame" | "other"): void {
    const last = this.#previous;
    if (last === undefined) throw new RangeError("there is no frame to repeat");
    if (how === "other") {
      const data = { id: last.frame.id, delta: "?", cumulative: "?" };
      this.#print({ ...last, frame: { ...last.frame, data } });
    } else {
      this.#print(how === "line" ? last : { ...last, id: this.#printer.nextId() });
    }
  }

  /** Sends what is still held back. */
  flush(): void {
    for (const { line } of this.#held) this.#print(line);
    this.#held = [];
  }

  #release(): void {
    for (const held of this.#held) held.remaining -= 1;
    const due = this.#held.filter(({ remaining }) => remaining <= 0);
    this.#held = this.#held.filter(({ remaining }) => remaining > 0);
    for (const { line } of due) this.#print(line);
  }

  #print({ id, atMs, keys, frame }: SentLine): void {
    const envelope = semEnvelope(frame);
    this.frames += 1;
    this.bytes += envelope.length;
    this.#sink(this.#printer.envelope(id, atMs, keys, envelope));
  }
}
