import { desc, sql } from "drizzle-orm";
import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/conversation";
import { columnsOf, int53 } from "../columns";

/**
 * The conversation index. Written by the settle step alone, after each batch that touched a conversation;
 * every list, filter and sort is served from here without reading the log. Readers page by
 * (sort column, conv_id) and must name a LIMIT. NULL means "not recorded by any source", never zero:
 * counts are always set.
 */
export const conversations = sqliteTable("conversations", columnsOf(model.conversations), (t) => [
  primaryKey({ columns: [t.conv_id] }),
  // The status behind the order: what is filtered by it needs no row of what it leaves out.
  index("conversations_by_activity").on(desc(t.last_activity_ms), t.conv_id, t.status),
  index("conversations_by_created").on(desc(t.created_at_ms), t.conv_id),
  index("conversations_by_status").on(t.status, desc(t.last_activity_ms), t.conv_id),
  index("conversations_by_duration").on(sql`("last_activity_ms" - "created_at_ms") desc`, t.conv_id),
  index("conversations_by_events").on(desc(t.event_count), t.conv_id),
  index("conversations_by_turns").on(desc(t.turn_count), t.conv_id),
  index("conversations_by_tokens").on(desc(t.total_tokens), t.conv_id),
  index("conversations_by_errors").on(desc(t.error_count), t.conv_id),
  index("conversations_by_session").on(t.session_id),
]);

/**
 * When the place or the facets of a conversation changed last, by a version that counts up: one row each, and one without
 * a conversation for the removal of any. Kept by triggers (`db/records/list-versions.ts`).
 */
export const listChanges = sqliteTable("list_changes", {
  version: int53("version").primaryKey(),
  conv_id: text("conv_id").notNull().unique(),
});

/** Sessions of a conversation. Read by conversation; the second index serves "open any id". */
export const conversationSessions = sqliteTable(
  "conversation_sessions",
  columnsOf(model.conversationSessions),
  (t) => [
    primaryKey({ columns: [t.conv_id, t.session_id] }),
    index("conversation_sessions_by_session").on(t.session_id),
  ],
);

/** Sources of a conversation. Written with each batch. */
export const conversationSources = sqliteTable(
  "conversation_sources",
  columnsOf(model.conversationSources),
  (t) => [primaryKey({ columns: [t.conv_id, t.source] })],
);

/**
 * Facet values of a conversation, replaced whole when it settles. The rail and the filters read
 * (facet, value, conv_id); joins go through the primary key.
 */
export const conversationFacets = sqliteTable(
  "conversation_facets",
  columnsOf(model.conversationFacets),
  (t) => [
    primaryKey({ columns: [t.conv_id, t.facet, t.value] }),
    index("conversation_facets_by_value").on(t.facet, t.value, t.conv_id),
  ],
);

/**
 * How many conversations have a facet value, kept with `conversation_facets` when a conversation settles: the rail of
 * an unfiltered list reads these few rows however many conversations there are.
 */
export const facetValues = sqliteTable(
  "facet_values",
  {
    facet: text("facet").notNull(),
    value: text("value").notNull(),
    conversation_count: int53("conversation_count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.facet, t.value] })],
);

/**
 * Conversations whose derived records are not up to date, with the earliest time to settle them, epoch ms, and
 * what went wrong when it was tried.
 */
export const unsettledConversations = sqliteTable("unsettled_conversations", {
  conv_id: text("conv_id").primaryKey(),
  due_at_ms: int53("due_at_ms").notNull(),
  failure: text("failure"),
});
