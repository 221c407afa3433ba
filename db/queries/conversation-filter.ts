import { and, sql, type SQL } from "drizzle-orm";
import type { FieldTerm, Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { conversations } from "../schema";
import { conversationsSaying } from "../search/saying-conversations";
import {
  conversationFields,
  conversationText,
  facetFields,
  type FacetField,
} from "./filter/conversation-fields";
import { conditionsOf, type FilterContext } from "./filter/field-sql";
import { namedLimit } from "./filter/text-sql";

/**
 * Up to this many conversations a facet value is rare: the query then starts from the facet index and
 * sorts what it finds. Beyond it, matches are frequent enough to be met while walking the sort index.
 */
const rareLimit = namedLimit;

export interface FilterPlan {
  readonly where: SQL | undefined;
  /** Whether the filter names its rows from an index of its own, so that the sort index must be left alone. */
  readonly starts_from_index: boolean;
  /** False when a text matches more records than are looked at. */
  readonly is_whole: boolean;
}

/** Conditions of a query, planned by how many rows its rarest value has. */
export function planConversationFilter(store: ReadStore, query: Query, context: FilterContext): FilterPlan {
  // A text is asked about first: its answer is in memory, and one of a facet lies anywhere in a large table.
  const inOrder = [...query].sort((a, b) => Number(b.kind === "text") - Number(a.kind === "text"));
  const conditions = conditionsOf(inOrder, conversationFields, conversationText(store), context);
  let rarest: { readonly count: number; readonly condition: SQL } | undefined;
  for (const term of query) {
    const start = startOf(store, term);
    if (
      start !== undefined &&
      start.count <= rareLimit &&
      (rarest === undefined || start.count < rarest.count)
    )
      rarest = start;
  }
  return {
    where: and(...conditions, rarest?.condition),
    starts_from_index: rarest !== undefined,
    is_whole: query.every((term) => term.kind !== "text" || conversationsSaying(store, term).is_whole),
  };
}

/** Where a query may begin: how many rows an index has for a term, and the condition that makes SQLite use it. */
function startOf(
  store: ReadStore,
  term: Query[number],
): { readonly count: number; readonly condition: SQL } | undefined {
  if (term.isExcluded) return undefined;
  if (term.kind === "text") {
    return { count: conversationsSaying(store, term).convs.size, condition: sql`TRUE` };
  }
  const facet = facetFields.find((name) => name === term.field);
  const values = equalValues(term);
  if (facet === undefined || values === undefined) return undefined;
  const marks = values.map(() => "?").join(", ");
  const count = rowsUpTo(store, `conversation_facets WHERE facet = ? AND value IN (${marks})`, [
    facet,
    ...values,
  ]);
  return { count, condition: startsFrom(facet, values) };
}

/** The values of a term that names nothing but values. */
function equalValues({ conditions }: FieldTerm): readonly string[] | undefined {
  const values = conditions.flatMap((condition) => (condition.kind === "equals" ? [condition.text] : []));
  return values.length === conditions.length ? values : undefined;
}

function rowsUpTo({ sqlite }: ReadStore, from: string, values: readonly string[]): number {
  const statement = sqlite.prepare(
    `SELECT count(*) FROM (SELECT 1 FROM ${from} LIMIT ${String(rareLimit + 1)})`,
  );
  return Number(statement.pluck().get(...values));
}

function startsFrom(facet: FacetField, values: readonly string[]): SQL {
  return sql`${conversations.conv_id} IN (SELECT conv_id FROM conversation_facets WHERE facet = ${facet} AND value IN ${[...values]})`;
}
