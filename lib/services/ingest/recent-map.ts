interface Held<V> {
  readonly value: V;
  /** Uses of the map when the entry was put behind all others. */
  movedAt: number;
}

/**
 * A map whose keys come in the order of their last use, oldest first, give or take `slack` uses: an entry that was put at the
 * end so lately stays where it is. Putting it there for every envelope would cost as much as what the entry is asked for,
 * since a map keeps the places of what left it and is made anew again and again.
 */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, Held<V>>();
  #uses = 0;

  constructor(private readonly slack: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The value of a key, which counts as a use. */
  use(key: K): V | undefined {
    const held = this.#entries.get(key);
    if (held === undefined) return undefined;
    this.#uses += 1;
    if (this.#uses - held.movedAt > this.slack) {
      this.#entries.delete(key);
      this.#entries.set(key, held);
      held.movedAt = this.#uses;
    }
    return held.value;
  }

  /** The value of a key, which stays where it is. */
  get(key: K): V | undefined {
    return this.#entries.get(key)?.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Puts a value behind all others. */
  set(key: K, value: V): void {
    this.#uses += 1;
    this.#entries.delete(key);
    this.#entries.set(key, { value, movedAt: this.#uses });
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Keys, oldest use first. Entries may be deleted meanwhile. */
  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }

  /** Keys with their values, in the same order. */
  *entries(): Generator<readonly [K, V], undefined> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }
}
