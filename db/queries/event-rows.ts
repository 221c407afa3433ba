import { eq, inArray, sql } from "drizzle-orm";
import { itemIdSql } from "../event-log/item-id";
import type { ReadStore } from "../store";
import { conversationKeys, events, eventTypes, sources, streams, subjects, turnKeys } from "../schema";

const columns = {
  ordinal: events.ordinal,
  conv_id: conversationKeys.conv_id,
  type: eventTypes.name,
  class: events.class,
  dialect: events.dialect,
  event_id: subjects.name,
  item_id: sql<string | null>`${sql.raw(itemIdSql("events"))}`,
  seq: events.seq,
  regime: events.regime,
  epoch: events.epoch,
  stream: streams.name,
  stream_id: events.stream_id,
  turn_id: turnKeys.turn_id,
  turn_how: events.turn_how,
  source: sources.name,
  source_path: events.source_path,
  occurred_at_ms: events.occurred_at_ms,
  ingested_at_ms: events.ingested_at_ms,
  byte_length: events.byte_length,
  sha256: events.sha256,
  decode_status: events.decode_status,
  decode_error: events.decode_error,
  twin_of: events.twin_of,
};

/**
 * Selects envelopes with every dictionary key replaced by its text. Each join is one probe of a primary
 * key; add conditions on `events` only, so that the plan starts there.
 */
export function selectEvents({ drizzle }: ReadStore) {
  return drizzle
    .select(columns)
    .from(events)
    .leftJoin(eventTypes, eq(eventTypes.type_key, events.type_key))
    .leftJoin(streams, eq(streams.stream_key, events.stream_key))
    .leftJoin(sources, eq(sources.source_key, events.source_key))
    .leftJoin(conversationKeys, eq(conversationKeys.conv_key, events.conv_key))
    .leftJoin(subjects, eq(subjects.subject_key, events.subject_key))
    .leftJoin(turnKeys, eq(turnKeys.turn_key, events.turn_key))
    .$dynamic();
}

export type StoredEvent = ReturnType<ReturnType<typeof selectEvents>["all"]>[number];

/** One envelope's row; undefined when the ordinal was never given. */
export function findEvent(store: ReadStore, ordinal: bigint): StoredEvent | undefined {
  return selectEvents(store).where(eq(events.ordinal, ordinal)).get();
}

/** Envelopes by ordinal, in order of ordinal. */
export function listEventsByOrdinal(store: ReadStore, ordinals: readonly bigint[]): StoredEvent[] {
  if (ordinals.length === 0) return [];
  return selectEvents(store)
    .where(inArray(events.ordinal, [...ordinals]))
    .orderBy(events.ordinal)
    .all();
}
