import { and, asc, desc, gt, inArray, isNull, lt, sql, type SQL } from "drizzle-orm";
import type { ConversationSort } from "@/lib/contracts/vocabulary";
import type { Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { conversationFacets, conversations } from "../schema";
import { planConversationFilter, type FilterPlan } from "./conversation-filter";
import { ConversationWindow, countWindow } from "./conversation-window";
import type { FilterContext } from "./filter/field-sql";

export type ConversationRow = typeof conversations.$inferSelect;

export interface ConversationListParams extends FilterContext {
  readonly query: Query;
  readonly by: ConversationSort;
  readonly descending: boolean;
  /** Last row of the page before. */
  readonly after?: { readonly value: number | null; readonly conv_id: string } | undefined;
  readonly limit: number;
}

const sortExpressions: Readonly<Record<ConversationSort, SQL>> = {
  last_activity: sql`${conversations.last_activity_ms}`,
  created: sql`${conversations.created_at_ms}`,
  duration: sql`(${conversations.last_activity_ms} - ${conversations.created_at_ms})`,
  events: sql`${conversations.event_count}`,
  turns: sql`${conversations.turn_count}`,
  tokens: sql`${conversations.total_tokens}`,
  errors: sql`${conversations.error_count}`,
};

/**
 * One page of conversations. Each sort column has an index (column DESC, conv_id); ascending order walks it
 * backwards, so ties then come in descending conv_id. Rows without a value come last when descending and
 * first when ascending; they are a range of their own because a NULL is in no comparison.
 */
export function listConversationRows(store: ReadStore, params: ConversationListParams): ConversationRow[] {
  return rowsOfWindow(store, params) ?? rowsOfTable(store, params);
}

/** The page as the window gives it; undefined when it may go on beyond the window, or the window cannot say. */
function rowsOfWindow(
  store: ReadStore,
  { query, by, descending, after, limit }: ConversationListParams,
): ConversationRow[] | undefined {
  // Without a query the first rows of an index are the page.
  if (by !== "last_activity" || !descending || query.length === 0) return undefined;
  const place = after && { activity: after.value, conv_id: after.conv_id };
  const page = ConversationWindow.of(store).page(query, place, limit);
  if (page === undefined) return undefined;
  const ids = page.map(({ conv_id }) => conv_id);
  const rows = store.drizzle.select().from(conversations).where(inArray(conversations.conv_id, ids)).all();
  const byId = new Map(rows.map((row) => [row.conv_id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function rowsOfTable(store: ReadStore, params: ConversationListParams): ConversationRow[] {
  const { by, descending, after, limit } = params;
  const plan = planConversationFilter(store, params.query, params);
  // The plus keeps the sort index out when the filter starts from an index of its own.
  const column = plan.starts_from_index ? sql`+${sortExpressions[by]}` : sortExpressions[by];
  const beyond = (id: string): SQL =>
    descending ? gt(conversations.conv_id, id) : lt(conversations.conv_id, id);
  const rows: ConversationRow[] = [];
  for (const isNullRange of descending ? [false, true] : [true, false]) {
    if (rows.length >= limit || rangeIsPassed(after, isNullRange, descending)) continue;
    const afterHere = after !== undefined && (after.value === null) === isNullRange ? after : undefined;
    rows.push(
      ...store.drizzle
        .select()
        .from(conversations)
        .where(
          and(
            plan.where,
            isNullRange ? isNull(column) : sql`${column} IS NOT NULL`,
            afterHere === undefined
              ? undefined
              : keyset(column, afterHere.value, descending, beyond(afterHere.conv_id)),
          ),
        )
        .orderBy(
          ...(isNullRange ? [] : [descending ? desc(column) : asc(column)]),
          descending ? asc(conversations.conv_id) : desc(conversations.conv_id),
        )
        .limit(limit - rows.length)
        .all(),
    );
  }
  return rows;
}

/** Value by which a row is sorted: what its cursor holds. */
export function sortValueOf(row: ConversationRow, by: ConversationSort): number | null {
  switch (by) {
    case "last_activity":
      return row.last_activity_ms;
    case "created":
      return row.created_at_ms;
    case "duration":
      return row.last_activity_ms === null || row.created_at_ms === null
        ? null
        : row.last_activity_ms - row.created_at_ms;
    case "events":
      return row.event_count;
    case "turns":
      return row.turn_count;
    case "tokens":
      return row.total_tokens;
    case "errors":
      return row.error_count;
  }
}

/** Matches among the newest `countWindow` conversations; exact when there are no more than that. */
export function countConversations(
  store: ReadStore,
  query: Query,
  context: FilterContext,
): { total: number; is_exact: boolean } {
  const matches = query.length === 0 ? undefined : ConversationWindow.of(store).newest(query);
  if (matches !== undefined) return { total: matches.found.length, is_exact: matches.is_exact };
  const { where, is_exact, isAll } = windowOf(store, query, context);
  if (isAll && !is_exact) return { total: countWindow, is_exact };
  const row = store.drizzle
    .select({ total: sql<bigint>`count(*)` })
    .from(conversations)
    .where(where)
    .get();
  return { total: Number(row?.total ?? 0), is_exact };
}

/** Conversations of a query among the newest `countWindow`; exact when there are no more than that. */
export function newestMatches(
  store: ReadStore,
  query: Query,
  context: FilterContext,
): { rows: SQL; is_exact: boolean } {
  const { where, is_exact } = windowOf(store, query, context);
  return { rows: sql`SELECT conv_id FROM ${conversations} WHERE ${where ?? sql`TRUE`}`, is_exact };
}

/** The condition of a query among the newest `countWindow`, and whether it leaves none out. */
function windowOf(
  store: ReadStore,
  query: Query,
  context: FilterContext,
): { where: SQL | undefined; is_exact: boolean; isAll: boolean } {
  const plan = planConversationFilter(store, query, context);
  const oldest = oldestInWindow(store);
  return {
    where: insideWindow(plan, oldest),
    is_exact: oldest === undefined && plan.is_whole,
    isAll: plan.where === undefined,
  };
}

function insideWindow(
  { where, starts_from_index }: FilterPlan,
  oldest: ReturnType<typeof oldestInWindow>,
): SQL | undefined {
  // The plus keeps the index by activity out when the filter starts from an index of its own.
  const activity = starts_from_index
    ? sql`+${conversations.last_activity_ms}`
    : conversations.last_activity_ms;
  return and(where, typeof oldest === "bigint" ? sql`${activity} >= ${oldest}` : undefined);
}

/**
 * Activity of the last of the newest `countWindow` conversations; undefined when there are no more than those. Null when
 * more than those with a time are needed to fill it: then all are counted.
 */
function oldestInWindow({ sqlite }: ReadStore): bigint | null | undefined {
  const rows = sqlite
    .prepare(
      "SELECT last_activity_ms FROM conversations ORDER BY last_activity_ms DESC, conv_id LIMIT 2 OFFSET ?",
    )
    .pluck()
    .all(countWindow - 1);
  if (rows.length < 2) return undefined;
  return typeof rows[0] === "bigint" ? rows[0] : null;
}

/** Values of some facets of some conversations, most frequent first. */
export function listFacetValues(store: ReadStore, convIds: readonly string[], facets: readonly string[]) {
  if (convIds.length === 0) return [];
  return store.drizzle
    .select()
    .from(conversationFacets)
    .where(
      and(inArray(conversationFacets.conv_id, [...convIds]), inArray(conversationFacets.facet, [...facets])),
    )
    .orderBy(desc(conversationFacets.count), asc(conversationFacets.value))
    .all();
}

/** In one direction the other range comes after this one, so a cursor inside it has passed this one. */
function rangeIsPassed(
  after: ConversationListParams["after"],
  isNullRange: boolean,
  descending: boolean,
): boolean {
  if (after === undefined) return false;
  const afterIsNull = after.value === null;
  return descending ? afterIsNull && !isNullRange : !afterIsNull && isNullRange;
}

/** `column <= v AND (column < v OR id beyond)`: the first part is a range of the index, the second a filter on it. */
function keyset(column: SQL, value: number | null, descending: boolean, idBeyond: SQL): SQL | undefined {
  if (value === null) return idBeyond;
  return descending
    ? sql`(${column} <= ${value} AND (${column} < ${value} OR ${idBeyond}))`
    : sql`(${column} >= ${value} AND (${column} > ${value} OR ${idBeyond}))`;
}
