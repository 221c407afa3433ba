import type Database from "better-sqlite3";
import type { Envelope } from "@/lib/domain/envelope";

interface Count {
  events: number;
  bytes: number;
  sources: Map<string, number>;
}

/**
 * Counts that grow with the log and must not be recounted from it: events and bytes of a conversation,
 * items per source. Collected over a batch, added in its transaction.
 */
export class ConversationCounters {
  readonly #counts = new Map<string, Count>();
  readonly #conversation: Database.Statement;
  readonly #source: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#conversation = sqlite.prepare(
      `INSERT INTO conversations (conv_id, event_count, bytes_received, ingested_at_ms, updated_at_ms)
       VALUES (@conv, @events, @bytes, @now, @now)
       ON CONFLICT (conv_id) DO UPDATE SET event_count = coalesce(event_count, 0) + @events,
         bytes_received = coalesce(bytes_received, 0) + @bytes, updated_at_ms = @now`,
    );
    this.#source = sqlite.prepare(
      `INSERT INTO conversation_sources (conv_id, source, item_count, first_seen_at_ms, last_seen_at_ms)
       VALUES (@conv, @source, @items, @now, @now)
       ON CONFLICT (conv_id, source) DO UPDATE SET item_count = item_count + @items, last_seen_at_ms = @now`,
    );
  }

  /** Counts a stored envelope. Twins are events that were counted before. */
  count(convId: string, source: string, envelope: Envelope, isTwin: boolean): void {
    const count = this.#counts.get(convId) ?? { events: 0, bytes: 0, sources: new Map<string, number>() };
    this.#counts.set(convId, count);
    if (envelope.class === "event" && !isTwin) count.events += 1;
    count.bytes += envelope.bytes.byteLength;
    count.sources.set(source, (count.sources.get(source) ?? 0) + 1);
  }

  save(now: number): void {
    for (const [conv, { events, bytes, sources }] of this.#counts) {
      this.#conversation.run({ conv, events, bytes, now });
      for (const [source, items] of sources) this.#source.run({ conv, source, items, now });
    }
    this.#counts.clear();
  }

  forget(): void {
    this.#counts.clear();
  }
}
