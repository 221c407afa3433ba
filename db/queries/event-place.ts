/**
 * The time at which an event stands on the joined axis, for the table under the name `alias`: the source's
 * clock, else this store's. Spelled as the index `events_by_conversation_time` spells it, or SQLite would not
 * use the index.
 */
export function eventTimeOf(alias: string): string {
  return `(CASE WHEN ${alias}.occurred_at_ms IS NULL THEN ${alias}.ingested_at_ms ELSE ${alias}.occurred_at_ms END)`;
}
