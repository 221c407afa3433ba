import { sql } from "drizzle-orm";
import type { ReadStore } from "../store";
import { conversations } from "../schema";
import { planConversationFilter, type ConversationFilter } from "./conversation-filter";
import { countWindow } from "./conversation-list";

/** Facets of the conversation list, in the order of the rail. */
export const conversationFacetNames = [
  "status",
  "class",
  "tool",
  "model",
  "provider",
  "runtime",
  "source",
  "integrity",
  "code",
] as const;
export type ConversationFacetName = (typeof conversationFacetNames)[number];

/**
 * Values of one facet over the conversations that match all other filters, most frequent first. Looks at the
 * newest 10,000 matches. One walk of the activity index and one probe of the facets per match.
 */
export function countConversationFacet(
  store: ReadStore,
  name: ConversationFacetName,
  filter: ConversationFilter,
): { value: string; count: number }[] {
  const { [name]: _own, ...others } = filter;
  const { where } = planConversationFilter(store, others);
  const matches = sql`SELECT conv_id FROM ${conversations} WHERE ${where ?? sql`1`} ORDER BY last_activity_ms DESC, conv_id LIMIT ${countWindow}`;
  const rows = store.drizzle.all<{ value: string; n: bigint }>(
    sql`SELECT f.value, count(*) AS n FROM (${matches}) m JOIN conversation_facets f ON f.conv_id = m.conv_id AND f.facet = ${name}
        GROUP BY f.value ORDER BY n DESC, f.value`,
  );
  return rows.map(({ value, n }) => ({ value, count: Number(n) }));
}
