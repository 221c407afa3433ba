import {
  countConversations,
  listConversationRows,
  listFacetValues,
  sortValueOf,
  type ConversationRow,
} from "@/db/queries/conversation-list";
import {
  conversationSummaryFields,
  type ConversationPage,
  type ConversationSummary,
  type ListConversationsQuery,
} from "@/lib/contracts/conversation";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import { conversations } from "@/lib/domain/model/conversation";
import type { ServiceContext } from "../service-context";
import { cursorBinding } from "../cursor-binding";
import { wireFieldsFromRecord } from "../wire-from-record";

/** One page of conversations with the number of matches. Two indexed statements and a bounded count. */
export function listConversations(
  { store, now }: ServiceContext,
  { sort, cursor, limit, query }: ListConversationsQuery,
): ConversationPage {
  const now_ms = now();
  const binding = cursorBinding("conversations", { sort, query });
  const rows = listConversationRows(store, {
    query,
    now_ms,
    by: sort.by,
    descending: sort.descending,
    after: cursor === undefined ? undefined : positionOf(decodeCursor(binding, cursor, 2)),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const { total, is_exact } = countConversations(store, query, { now_ms });
  return {
    items: summariesOf(store, page),
    next_cursor:
      rows.length > limit && last !== undefined
        ? encodeCursor(binding, [sortValueOf(last, sort.by), last.conv_id])
        : null,
    total,
    total_is_exact: is_exact,
  };
}

/** Rows of the list with the models, providers and tools of each. */
export function summariesOf(
  store: ServiceContext["store"],
  rows: readonly ConversationRow[],
): ConversationSummary[] {
  const ids = rows.map((row) => row.conv_id);
  const facets = listFacetValues(store, ids, ["model", "provider", "tool"]);
  return rows.map((row) => {
    const valuesOf = (facet: string): string[] =>
      facets
        .filter((entry) => entry.conv_id === row.conv_id && entry.facet === facet)
        .map((entry) => entry.value);
    return {
      ...wireFieldsFromRecord(conversations, row, conversationSummaryFields),
      duration_ms: sortValueOf(row, "duration"),
      models: valuesOf("model"),
      providers: valuesOf("provider"),
      tools: valuesOf("tool"),
    };
  });
}

function positionOf([value, convId]: ReturnType<typeof decodeCursor>): {
  value: number | null;
  conv_id: string;
} {
  return { value: typeof value === "number" ? value : null, conv_id: String(convId) };
}
