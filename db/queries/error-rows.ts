import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, sql } from "drizzle-orm";
import type { ReadStore } from "../store";
import { conversations, errorCauses, errors } from "../schema";
import { readNewestFirst } from "./newest-first";

type Filter = readonly (readonly string[])[];

export type ErrorRow = typeof errors.$inferSelect;

export interface ErrorPosition {
  readonly at_ms: number | null;
  readonly error_id: string;
}

/** Sorts failures without a time first, as SQLite does with NULL in ascending order. */
const time = sql`coalesce(${errors.occurred_at_ms}, -1)`;

/** Failures of a conversation in order of time. */
export function listErrorRows(
  store: ReadStore,
  convId: string,
  filter: { readonly class: Filter; readonly code: Filter },
  after: ErrorPosition | undefined,
  limit: number,
): ErrorRow[] {
  return store.drizzle
    .select()
    .from(errors)
    .where(
      and(
        eq(errors.conv_id, convId),
        ...filter.class.map((values) => sql`${errors.error_class} IN ${values}`),
        ...filter.code.map((values) => inArray(errors.error_code, [...values])),
        after && sql`(${time}, ${errors.error_id}) > (${after.at_ms ?? -1}, ${after.error_id})`,
      ),
    )
    .orderBy(asc(time), asc(errors.error_id))
    .limit(limit)
    .all();
}

/** Newest failures of a conversation. */
export function listNewestErrors(store: ReadStore, convId: string, limit: number): ErrorRow[] {
  return store.drizzle
    .select()
    .from(errors)
    .where(eq(errors.conv_id, convId))
    .orderBy(desc(errors.occurred_at_ms), desc(errors.error_id))
    .limit(limit)
    .all();
}

/** Failures by identity. */
export function listErrorsById(store: ReadStore, ids: readonly string[]): ErrorRow[] {
  return ids.length === 0
    ? []
    : store.drizzle
        .select()
        .from(errors)
        .where(inArray(errors.error_id, [...ids]))
        .all();
}

/** Occurrences of an incident, newest first, with the title of the conversation of each. */
export function listOccurrences(
  { drizzle }: ReadStore,
  incidentId: string,
  after: ErrorPosition | undefined,
  limit: number,
) {
  const position = after && { at_ms: after.at_ms ?? undefined, key: [after.error_id] };
  return readNewestFirst(errors.occurred_at_ms, [errors.error_id], position, limit, (range, count) =>
    drizzle
      .select({ ...getTableColumns(errors), conversation_title: conversations.title })
      .from(errors)
      .leftJoin(conversations, eq(conversations.conv_id, errors.conv_id))
      .where(and(eq(errors.incident_id, incidentId), range))
      .orderBy(desc(errors.occurred_at_ms), asc(errors.error_id))
      .limit(count)
      .all(),
  );
}

/** The occurrence of an incident that happened first, of those with a time. */
export function findFirstOccurrence({ drizzle }: ReadStore, incidentId: string): ErrorRow | undefined {
  return drizzle
    .select()
    .from(errors)
    .where(and(eq(errors.incident_id, incidentId), isNotNull(errors.occurred_at_ms)))
    .orderBy(asc(errors.occurred_at_ms))
    .limit(1)
    .get();
}

/** Cause chains of some failures, outermost first. */
export function listCauses({ drizzle }: ReadStore, errorIds: readonly string[]) {
  if (errorIds.length === 0) return [];
  return drizzle
    .select()
    .from(errorCauses)
    .where(inArray(errorCauses.error_id, [...errorIds]))
    .orderBy(asc(errorCauses.error_id), asc(errorCauses.position))
    .all();
}
