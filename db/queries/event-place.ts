import { sql } from "drizzle-orm";
import { events } from "../schema";

/**
 * The time at which an event stands on the joined axis: the source's clock, else this store's. Spelled as
 * the index `events_by_conversation_time` spells it, or SQLite would not use the index.
 */
export const eventTime = sql<bigint>`(CASE WHEN ${events.occurred_at_ms} IS NULL THEN ${events.ingested_at_ms} ELSE ${events.occurred_at_ms} END)`;

/** The same expression for statements written as text, with the table under the name `alias`. */
export function eventTimeOf(alias: string): string {
  return `(CASE WHEN ${alias}.occurred_at_ms IS NULL THEN ${alias}.ingested_at_ms ELSE ${alias}.occurred_at_ms END)`;
}
