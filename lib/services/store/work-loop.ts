/** Work that was put off is taken up again after this pause at least, so that requests come first. */
const workPauseMs = 20;
/** Each piece of it is followed by this many times what it took: three quarters of the time are free for senders. */
const pauseFactor = 3;
/**
 * The same while senders keep coming: a burst is taken in first. What is put off is then done once for many batches,
 * which costs less; lists follow within seconds.
 */
const burstPauseFactor = 9;
/** The same when what is put off gets dearer by waiting: senders wait instead. */
const crowdedPauseFactor = 0;
/** Streams that went quiet are looked for this often, and the file is tended to. */
const idlePauseMs = 5_000;

/** What the loop does and asks. */
export interface PutOffWork {
  /** Does a piece of what is put off; true when there is more. Throws nothing. */
  doSome(): boolean;
  /** Whether what is put off gets dearer by waiting. */
  isCrowded(): boolean;
}

/**
 * When the writer does what follows a commit: in pieces with rests between them, so that senders come first, and never
 * where a commit ends, so that answers leave the thread before.
 */
export class WorkLoop {
  #timer: NodeJS.Timeout | undefined;
  /** What the timer ends: nothing is planned sooner while put-off work rests or waits for its turn. */
  #waitsFor: "work" | "rest" | "idle" = "idle";
  /** Whether anything was committed since the last piece. */
  #hasCommitted = false;
  /** Whether the last piece left something to do. */
  #isBusy = false;

  constructor(
    private readonly work: PutOffWork,
    private readonly clock: () => number,
  ) {}

  /** Begins with a first piece soon. */
  start(): void {
    this.#plan("work", 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** There is something to do; at once, unless work rests or is planned already. */
  noteCommit(): void {
    this.#hasCommitted = true;
    if (this.#waitsFor === "idle") this.#plan("work", 0);
  }

  /** Does a piece now. */
  run(): void {
    const startedAt = this.clock();
    const factor = this.#pauseFactor();
    this.#hasCommitted = false;
    this.#isBusy = this.work.doSome();
    this.#plan("rest", Math.max(workPauseMs, (this.clock() - startedAt) * factor));
  }

  #pauseFactor(): number {
    if (this.work.isCrowded()) return crowdedPauseFactor;
    return this.#hasCommitted ? burstPauseFactor : pauseFactor;
  }

  #plan(next: "work" | "rest" | "idle", pauseMs: number): void {
    clearTimeout(this.#timer);
    this.#waitsFor = next;
    this.#timer = setTimeout(() => {
      if (next !== "rest" || this.#isBusy || this.#hasCommitted) this.run();
      else this.#plan("idle", idlePauseMs);
    }, pauseMs);
    this.#timer.unref();
  }
}
