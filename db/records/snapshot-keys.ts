import type Database from "better-sqlite3";

/** Blocks kept in memory before the cache starts over; a miss costs one indexed read. */
const cacheLimit = 10_000;

/** Keys of snapshots. Places of one snapshot come in a row, so the last one is remembered. */
export class SnapshotKeys {
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;
  #last: { readonly of: readonly number[]; readonly key: number } | undefined;

  constructor(sqlite: Database.Database) {
    this.#find = sqlite
      .prepare(
        "SELECT snapshot_key FROM snapshot_keys WHERE conv_key = ? AND turn_key = ? AND phase_key = ? AND snapshot_at_ms = ?",
      )
      .pluck();
    this.#insert = sqlite.prepare(
      "INSERT INTO snapshot_keys (conv_key, turn_key, phase_key, snapshot_at_ms) VALUES (?, ?, ?, ?)",
    );
  }

  /** Key of a snapshot, by the keys of its conversation, turn and phase and its time, epoch ms. */
  keyOf(...of: readonly [conv: number, turn: number, phase: number, atMs: number]): number {
    if (this.#last?.of.every((value, i) => value === of[i]) === true) return this.#last.key;
    const binding = [of[0], of[1], of[2], BigInt(Math.round(of[3]))];
    const key = Number(this.#find.get(...binding) ?? this.#insert.run(...binding).lastInsertRowid);
    this.#last = { of, key };
    return key;
  }

  forget(): void {
    this.#last = undefined;
  }
}

/** Keys of blocks by content. A block is in every snapshot after the one that it came with. */
export class BlockKeys {
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;
  /** By content hash, then by id. */
  readonly #cache = new Map<string, Map<string, number>>();
  #cached = 0;

  constructor(sqlite: Database.Database) {
    this.#find = sqlite
      .prepare("SELECT block_key FROM block_keys WHERE block_id = ? AND content_hash = ?")
      .pluck();
    this.#insert = sqlite.prepare("INSERT INTO block_keys (block_id, content_hash) VALUES (?, ?)");
  }

  keyOf(blockId: string, contentHash: string): number {
    const cached = this.#cache.get(contentHash)?.get(blockId);
    if (cached !== undefined) return cached;
    const key = Number(
      this.#find.get(blockId, contentHash) ?? this.#insert.run(blockId, contentHash).lastInsertRowid,
    );
    if (this.#cached >= cacheLimit) this.forget();
    const ids = this.#cache.get(contentHash) ?? new Map<string, number>();
    this.#cache.set(contentHash, ids.set(blockId, key));
    this.#cached += 1;
    return key;
  }

  forget(): void {
    this.#cache.clear();
    this.#cached = 0;
  }
}
