import type Database from "better-sqlite3";
import type { ReadStore } from "../store";

/**
 * Conversations that wait to be settled. The rows are written in the transaction that stores what touched a
 * conversation, so that a process that ends before it settled leaves the work to the next one; the map spares
 * a write per envelope.
 */
export class SettleQueue {
  readonly #due = new Map<string, number>();
  readonly #all: Database.Statement;
  readonly #put: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #defer: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#all = sqlite.prepare("SELECT conv_id, due_at_ms FROM unsettled_conversations ORDER BY due_at_ms");
    this.#put = sqlite.prepare(
      `INSERT INTO unsettled_conversations (conv_id, due_at_ms) VALUES (?, ?)
       ON CONFLICT (conv_id) DO UPDATE SET due_at_ms = excluded.due_at_ms`,
    );
    this.#remove = sqlite.prepare("DELETE FROM unsettled_conversations WHERE conv_id = ?");
    this.#defer = sqlite.prepare(
      "UPDATE unsettled_conversations SET due_at_ms = ?, failure = ? WHERE conv_id = ?",
    );
    this.reload();
  }

  /** Must run in the transaction that makes it necessary. An earlier time that is known already stays. */
  add(convId: string, dueAtMs: number): void {
    const known = this.#due.get(convId);
    if (known !== undefined && known <= dueAtMs) return;
    this.#put.run(convId, dueAtMs);
    this.#due.set(convId, dueAtMs);
  }

  /** Must run in the transaction that settles the conversation. */
  remove(convId: string): void {
    this.#remove.run(convId);
    this.#due.delete(convId);
  }

  /** Puts off a conversation that could not be settled and keeps the reason. */
  defer(convId: string, dueAtMs: number, failure: string): void {
    this.#defer.run(dueAtMs, failure, convId);
    this.#due.set(convId, dueAtMs);
  }

  /** What is due, longest waiting first, as far as it is asked for: hundreds of thousands may wait. */
  *dueBy(nowMs: number): Generator<string, undefined> {
    for (const [convId, due] of this.#due) if (due <= nowMs) yield convId;
  }

  has(convId: string): boolean {
    return this.#due.has(convId);
  }

  isDueBy(convId: string, nowMs: number): boolean {
    return (this.#due.get(convId) ?? Number.POSITIVE_INFINITY) <= nowMs;
  }

  /** Takes up what the store holds, after a transaction was rolled back. */
  reload(): void {
    this.#due.clear();
    for (const row of this.#all.all()) {
      const { conv_id, due_at_ms } = unsettledRow(row);
      this.#due.set(conv_id, Number(due_at_ms));
    }
  }
}

/** Row of the query above, whose columns it names; integers may come as bigint. */
function unsettledRow(row: unknown): { readonly conv_id: string; readonly due_at_ms: number | bigint } {
  return row as { conv_id: string; due_at_ms: number | bigint };
}

/** Conversations whose newest analysis failed, at most 20, with the first line of the reason. Cheap: few wait. */
export function listUnsettledFailures({ sqlite }: ReadStore): readonly string[] {
  return sqlite
    .prepare(
      `SELECT conv_id || ': ' || substr(failure, 1, instr(failure || char(10), char(10)) - 1)
       FROM unsettled_conversations WHERE failure IS NOT NULL ORDER BY conv_id LIMIT 20`,
    )
    .pluck()
    .all()
    .map(String);
}
