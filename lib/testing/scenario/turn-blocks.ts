import { asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";

/** A block of a turn as the runtime keeps it. */
export interface TurnBlock {
  readonly id: string;
  readonly kind: string;
  readonly role: string;
  readonly payload: Readonly<Record<string, JsonValue>>;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
}

/**
 * The blocks of a conversation. Every prompt clones what was there, so blocks keep their ids from turn to
 * turn, and a snapshot holds the whole conversation so far.
 */
export class TurnBlocks {
  #blocks: TurnBlock[] = [];

  get all(): readonly TurnBlock[] {
    return this.#blocks;
  }

  append(block: TurnBlock): void {
    this.#blocks.push(block);
  }

  /** Puts a block at a place; the ones from there on move back. */
  insert(at: number, block: TurnBlock): void {
    this.#blocks.splice(Math.max(0, at), 0, block);
  }

  /** New payload text under the same id. Throws RangeError when there is no such block. */
  edit(kind: string, text: string): string {
    const at = this.#lastOf(kind);
    const block = this.#at(at);
    this.#blocks[at] = { ...block, payload: { ...block.payload, text } };
    return block.id;
  }

  drop(kind: string): string {
    const at = this.#lastOf(kind);
    const block = this.#at(at);
    this.#blocks.splice(at, 1);
    return block.id;
  }

  /** Moves the last block of a kind to the front. */
  moveToFront(kind: string): string {
    const at = this.#lastOf(kind);
    const block = this.#at(at);
    this.#blocks.splice(at, 1);
    this.#blocks.unshift(block);
    return block.id;
  }

  /** Cuts the text of the last block of a kind in two; the second half becomes a block of its own. */
  split(kind: string, secondId: string): string {
    const at = this.#lastOf(kind);
    const block = this.#at(at);
    const text = asText(block.payload["text"]) ?? "";
    const middle = Math.floor(text.length / 2);
    const first = { ...block, payload: { ...block.payload, text: text.slice(0, middle) } };
    const second = { ...block, id: secondId, payload: { ...block.payload, text: text.slice(middle) } };
    this.#blocks.splice(at, 1, first, second);
    return block.id;
  }

  /** A restarted runtime begins with an empty history. */
  clear(): void {
    this.#blocks = [];
  }

  #lastOf(kind: string): number {
    const at = this.#blocks.findLastIndex((block) => block.kind === kind);
    if (at < 0) throw new RangeError(`there is no ${kind} block`);
    return at;
  }

  #at(index: number): TurnBlock {
    const block = this.#blocks[index];
    if (block === undefined) throw new RangeError("no block there");
    return block;
  }
}
