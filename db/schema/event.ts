import { eq, isNull, sql } from "drizzle-orm";
import { blob, index, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/event";
import { columnsOf, int53, int64 } from "../columns";

/**
 * The event log: one narrow row per envelope, every repeated text behind an integer key. The bytes are
 * elsewhere, in `event_segments`.
 *
 * Written by the writer alone, append-only: no row changes later but for `epoch`, in the transaction that wrote it.
 * Where the bytes lie is told by the segments. `ordinal` is gap-free in order of arrival. Readers sort by ordinal,
 * page by ordinal, and never scan: each index below serves one question, and ends with the ordinal because
 * it is the row's own key. The small integers index the lists of `lib/domain/model/event.ts`.
 */
export const events = sqliteTable(
  "events",
  {
    ordinal: int64("ordinal").primaryKey(),
    conv_key: int53("conv_key"),
    stream_key: int53("stream_key").notNull(),
    type_key: int53("type_key").notNull(),
    source_key: int53("source_key").notNull(),
    subject_key: int53("subject_key"),
    turn_key: int53("turn_key"),
    class: int53("class").notNull(),
    dialect: int53("dialect").notNull(),
    source_path: int53("source_path").notNull(),
    decode_status: int53("decode_status").notNull(),
    regime: int53("regime").notNull(),
    epoch: int53("epoch").notNull(),
    seq: int64("seq"),
    occurred_at_ms: int53("occurred_at_ms"),
    ingested_at_ms: int53("ingested_at_ms").notNull(),
    /** Id of the line that carried it, where stem and number do not say it (`db/event-log/item-id.ts`). */
    item_id: text("item_id"),
    stream_id: text("stream_id"),
    /** Identity inside the source (`db/event-log/event-identity.ts`). */
    stem_key: int53("stem_key").notNull(),
    identity_number: int64("identity_number").notNull(),
    sha256: blob("sha256", { mode: "buffer" }).notNull(),
    byte_length: int53("byte_length").notNull(),
    decode_error: text("decode_error"),
    /** How the turn became known: 0 explicit, 1 derived, 2 inferred. */
    turn_how: int53("turn_how"),
    /** Ordinal of the first envelope that tells of the same event by another path. */
    twin_of: int64("twin_of"),
  },
  (t) => [
    uniqueIndex("events_by_identity").on(t.stem_key, t.identity_number),
    index("events_by_conversation").on(t.conv_key),
    // Order of the joined list; queries spell the expression like this (`db/queries/event-place.ts`).
    // It holds no comma because the migration generator splits expressions at commas.
    index("events_by_conversation_time").on(
      t.conv_key,
      sql`(CASE WHEN "occurred_at_ms" IS NULL THEN "ingested_at_ms" ELSE "occurred_at_ms" END)`,
    ),
    index("events_by_stream").on(t.stream_key),
    index("events_by_type").on(t.type_key),
    index("events_by_subject").on(t.subject_key),
    // Charts say how many envelopes are on no axis; those without a time are few.
    index("events_without_time").on(t.occurred_at_ms).where(isNull(t.occurred_at_ms)),
  ],
);

/**
 * Bytes of envelopes of one conversation. A young segment holds what one transaction stored, in order of arrival; packing
 * makes one of many, stream by stream, so that a text that grows from envelope to envelope lies next to itself. Segments of
 * a conversation follow one another in ordinals. A segment is the unit of reading and deleting.
 */
export const eventSegments = sqliteTable(
  "event_segments",
  {
    segment_key: int53("segment_key").primaryKey(),
    conv_key: int53("conv_key"),
    first_ordinal: int64("first_ordinal").notNull(),
    last_ordinal: int64("last_ordinal").notNull(),
    event_count: int53("event_count").notNull(),
    raw_bytes: int53("raw_bytes").notNull(),
    is_packed: int53("is_packed").notNull(),
    /** `plain` or `brotli` (`db/event-log/segment-data.ts`). */
    codec: text("codec").notNull(),
    /** Ordinals and lengths of its envelopes, in order (`db/event-log/segment-places.ts`). */
    places: blob("places", { mode: "buffer" }).notNull(),
    data: blob("data", { mode: "buffer" }).notNull(),
  },
  (t) => [
    index("event_segments_by_conversation").on(t.conv_key, t.first_ordinal, t.last_ordinal),
    // What is still to be packed: little, whatever the log holds.
    index("event_segments_young")
      .on(t.conv_key, t.first_ordinal)
      .where(eq(t.is_packed, sql`0`)),
  ],
);

/**
 * What packing made of the envelopes of each dialect: bytes before and after. Added to in the transaction that packs.
 * A segment that holds several dialects counts for each by its share of the bytes before.
 */
export const packedDialects = sqliteTable("packed_dialects", {
  dialect: int53("dialect").primaryKey(),
  event_count: int53("event_count").notNull(),
  raw_bytes: int53("raw_bytes").notNull(),
  stored_bytes: int53("stored_bytes").notNull(),
});

/** Dictionary of conversations. */
export const conversationKeys = sqliteTable("conversation_keys", {
  conv_key: int53("conv_key").primaryKey(),
  conv_id: text("conv_id").notNull().unique(),
});

/** Dictionary of sources. */
export const sources = sqliteTable("sources", {
  source_key: int53("source_key").primaryKey(),
  name: text("name").notNull().unique(),
});

/** Dictionary of event types. */
export const eventTypes = sqliteTable("event_types", {
  type_key: int53("type_key").primaryKey(),
  name: text("name").notNull().unique(),
});

/** Dictionary of streams, with the state of the ordering checker. */
export const streams = sqliteTable(
  "streams",
  {
    stream_key: int53("stream_key").primaryKey(),
    source_key: int53("source_key").notNull(),
    conv_key: int53("conv_key"),
    name: text("name").notNull(),
    /** State of the incremental ordering checker, JSON. */
    order_state: text("order_state"),
    /** Newest envelope that the saved state has seen. */
    order_ordinal: int64("order_ordinal"),
  },
  (t) => [uniqueIndex("streams_by_name").on(t.source_key, t.name, t.conv_key)],
);

/**
 * Dictionary of what ids of envelopes begin with, by source: `run-1:` with number 17, filled up to five digits, is
 * `run-1:00017`. Ids that do not count have one row for each stream, with -1 for digits: their number is a hash. Asked for by
 * text, in one source or in all.
 */
export const identityStems = sqliteTable(
  "identity_stems",
  {
    stem_key: int53("stem_key").primaryKey(),
    source_key: int53("source_key").notNull(),
    stem: text("stem").notNull(),
    digits: int53("digits").notNull(),
  },
  (t) => [uniqueIndex("identity_stems_by_text").on(t.stem, t.digits, t.source_key)],
);

/** Dictionary of subjects: the ids that events name, inside their conversation. */
export const subjects = sqliteTable(
  "subjects",
  {
    subject_key: int53("subject_key").primaryKey(),
    conv_key: int53("conv_key"),
    name: text("name").notNull(),
  },
  (t) => [uniqueIndex("subjects_by_name").on(t.name, t.conv_key)],
);

/** Dictionary of turns. */
export const turnKeys = sqliteTable(
  "turn_keys",
  {
    turn_key: int53("turn_key").primaryKey(),
    conv_key: int53("conv_key"),
    turn_id: text("turn_id").notNull(),
  },
  (t) => [uniqueIndex("turn_keys_by_id").on(t.turn_id, t.conv_key)],
);

/**
 * Dictionary of words that records repeat: kinds, states, names of changed fields, how keys were filled. There are as many
 * as sources have, whatever the number of records, and they go with no conversation: none of them is content.
 */
export const words = sqliteTable("words", {
  word_key: int53("word_key").primaryKey(),
  word: text("word").notNull().unique(),
});

/** Ordering anomalies. */
export const orderingAnomalies = sqliteTable(
  "ordering_anomalies",
  columnsOf(model.orderingAnomalies),
  (t) => [
    primaryKey({ columns: [t.anomaly_id] }),
    index("ordering_anomalies_by_conversation").on(t.conv_id, t.ordinal),
    index("ordering_anomalies_by_ordinal").on(t.ordinal),
  ],
);

/** Other bytes under a taken identity. */
export const eventConflicts = sqliteTable("event_conflicts", columnsOf(model.eventConflicts), (t) => [
  primaryKey({ columns: [t.conflict_id] }),
  index("event_conflicts_by_ordinal").on(t.ordinal),
]);

/** Bytes of the other side of a conflict: first wins, the second is kept here. */
export const conflictBytes = sqliteTable("conflict_bytes", {
  conflict_id: text("conflict_id").primaryKey(),
  bytes: blob("bytes", { mode: "buffer" }).notNull(),
});
