import { and, inArray, notInArray, sql, type SQL } from "drizzle-orm";
import type { ReadStore } from "../store";
import { conversations } from "../schema";
import { containsPattern } from "./like-pattern";

/** Facets that live in `conversation_facets`; `status` is a column of its own. */
export const facetColumns = [
  "class",
  "code",
  "tool",
  "model",
  "provider",
  "runtime",
  "source",
  "integrity",
] as const;
export type FacetColumn = (typeof facetColumns)[number];

/** [[any of], and [any of]] per facet; `q` looks into title, conversation ids and session ids. */
export type ConversationFilter = Readonly<
  Partial<Record<FacetColumn | "status", readonly (readonly string[])[]>>
> & {
  readonly q?: string | undefined;
};

/**
 * Up to this many conversations a facet value is rare: the query then starts from the facet index and
 * sorts what it finds. Beyond it, matches are frequent enough to be met while walking the sort index.
 */
const rareLimit = 2000;

export interface FilterPlan {
  readonly where: SQL | undefined;
  /** Whether the filter starts from a facet index, so that the sort index must be left alone. */
  readonly starts_from_facet: boolean;
}

/** Conditions of a filter, planned by how many conversations its rarest facet value has. */
export function planConversationFilter(store: ReadStore, filter: ConversationFilter): FilterPlan {
  const conditions: SQL[] = [];
  let rarest: { readonly count: number; readonly condition: SQL } | undefined;
  for (const facet of facetColumns) {
    for (const alternatives of filter[facet] ?? []) {
      const { values, excluded } = splitExcluded(alternatives);
      if (excluded.length > 0) conditions.push(sql`NOT ${hasFacet(facet, excluded)}`);
      if (values.length === 0) continue;
      const count = facetFrequency(store, facet, values);
      if (count <= rareLimit && (rarest === undefined || count < rarest.count)) {
        rarest = { count, condition: startsFrom(facet, values) };
      }
      conditions.push(hasFacet(facet, values));
    }
  }
  if (rarest !== undefined) conditions.push(rarest.condition);
  // The unary plus keeps the status index out: it would have to be sorted by anything but activity.
  for (const alternatives of filter.status ?? []) {
    const { values, excluded } = splitExcluded(alternatives);
    if (values.length > 0) conditions.push(sql`+${inArray(conversations.status, [...asStatuses(values)])}`);
    if (excluded.length > 0)
      conditions.push(sql`+${notInArray(conversations.status, [...asStatuses(excluded)])}`);
  }
  if (filter.q !== undefined) conditions.push(matchesText(filter.q));
  return { where: and(...conditions), starts_from_facet: rarest !== undefined };
}

/** A leading minus excludes a value. */
function splitExcluded(alternatives: readonly string[]): { values: string[]; excluded: string[] } {
  const excluded = alternatives.filter((value) => value.startsWith("-")).map((value) => value.slice(1));
  return { values: alternatives.filter((value) => !value.startsWith("-")), excluded };
}

function facetFrequency({ sqlite }: ReadStore, facet: FacetColumn, values: readonly string[]): number {
  const marks = values.map(() => "?").join(", ");
  const count = sqlite
    .prepare(
      `SELECT count(*) FROM (SELECT 1 FROM conversation_facets WHERE facet = ? AND value IN (${marks}) LIMIT ${rareLimit + 1})`,
    )
    .pluck()
    .get(facet, ...values);
  return Number(count);
}

function hasFacet(facet: FacetColumn, values: readonly string[]): SQL {
  return sql`EXISTS (SELECT 1 FROM conversation_facets f WHERE f.conv_id = ${conversations.conv_id} AND f.facet = ${facet} AND f.value IN ${values})`;
}

function startsFrom(facet: FacetColumn, values: readonly string[]): SQL {
  return sql`${conversations.conv_id} IN (SELECT conv_id FROM conversation_facets WHERE facet = ${facet} AND value IN ${values})`;
}

function matchesText(text: string): SQL {
  const pattern = containsPattern(text);
  return sql`(${conversations.title} LIKE ${pattern} ESCAPE '\\' OR ${conversations.conv_id} LIKE ${pattern} ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM conversation_sessions s WHERE s.conv_id = ${conversations.conv_id} AND s.session_id LIKE ${pattern} ESCAPE '\\'))`;
}

/** A value that is no status matches nothing, which is the right answer. */
function asStatuses(
  values: readonly string[],
): readonly ("active" | "idle" | "closed" | "evicted" | "error")[] {
  return values as readonly ("active" | "idle" | "closed" | "evicted" | "error")[];
}
