/** Window for frames with a seq of their own: a socket that repeats one does so at once. */
export const frameWindow = 1_024;

/**
 * Counts how often a key was seen, over a window of recent keys, so that something that really came
 * twice can be told from something read twice. Memory is bounded: between one and two windows are kept.
 */
export class Occurrences {
  private recent = new Map<string, number>();
  private older = new Map<string, number>();

  constructor(private readonly window = 16_384) {}

  /** 1 for the first time. */
  next(key: string): number {
    const count = (this.recent.get(key) ?? this.older.get(key) ?? 0) + 1;
    if (this.recent.size >= this.window && !this.recent.has(key)) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(key, count);
    return count;
  }
}
