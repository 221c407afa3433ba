import { and, asc, desc, eq, gte, inArray, lte, sql, type SQL } from "drizzle-orm";
import type { Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { events } from "../schema";
import { findConvKey, findSubjectKey, findSubjectKeys, findTypeKey } from "./dictionary-keys";
import { selectEvents, type StoredEvent } from "./event-rows";
import { eventFields, eventText } from "./filter/event-fields";
import { conditionsOf, type FilterContext } from "./filter/field-sql";

export interface EventPageParams extends FilterContext {
  readonly query: Query;
  /** Key of the conversation; absent for the list over all of them. */
  readonly conv_key?: number | undefined;
  readonly descending: boolean;
  /** Ordinal of the last row of the page before. */
  readonly after?: bigint | undefined;
  readonly limit: number;
}

export interface EventSlice {
  readonly rows: readonly StoredEvent[];
  /** Ordinal from which the next page goes on; undefined at the end of the list. */
  readonly resume_after: bigint | undefined;
}

/** A filtered page looks at this many index entries at most; it may then hold few rows and still go on. */
const scanLimit = 50_000n;

/**
 * One page of envelopes in order of ordinal. Whatever the filter, the plan walks one index in that order:
 * the subject's, the conversation's, the type's, or the log itself, and stops after `scanLimit` entries.
 */
export function listEventPage(store: ReadStore, params: EventPageParams): EventSlice {
  const { descending, limit } = params;
  const where = eventConditions(store, params);
  if (where === undefined) return { rows: [], resume_after: undefined };
  const rows = selectEvents(store)
    .where(where.condition)
    .orderBy(descending ? desc(events.ordinal) : asc(events.ordinal))
    .limit(limit + 1)
    .all();
  if (rows.length > limit) {
    const page = rows.slice(0, limit);
    return { rows: page, resume_after: page.at(-1)?.ordinal };
  }
  return { rows, resume_after: where.end };
}

/**
 * Condition of one page, and the ordinal at which it stops looking. Undefined when the query names something that
 * does not exist.
 */
export function eventConditions(
  store: ReadStore,
  params: Omit<EventPageParams, "limit">,
): { condition: SQL | undefined; end: bigint | undefined } | undefined {
  const { query, descending, after, conv_key } = params;
  const walk = walkOf(store, params);
  if (walk === undefined) return undefined;
  // Ranges of the ordinal bound the walk itself; everything else is tested on the way.
  const isRange = (term: Query[number]): boolean =>
    term.kind === "field" && term.field === "ordinal" && !term.isExcluded;
  const text = eventText(store);
  const range = [
    ...conditionsOf(query.filter(isRange), eventFields, text, params),
    ...(after === undefined
      ? []
      : [descending ? sql`${events.ordinal} < ${after}` : sql`${events.ordinal} > ${after}`]),
  ];
  const filters = conditionsOf(
    query.filter((term) => !isRange(term)),
    eventFields,
    text,
    params,
  );
  if (conv_key !== undefined && walk.isBySubject) filters.push(sql`+${events.conv_key} = ${conv_key}`);
  const end =
    filters.length === 0
      ? undefined
      : walk.condition === undefined
        ? windowEndInLog(store, and(...range), descending)
        : windowEnd(store, and(...range, walk.condition), descending);
  const beforeEnd =
    end === undefined ? undefined : descending ? gte(events.ordinal, end) : lte(events.ordinal, end);
  // Of two lower bounds SQLite begins at the one that it meets first and passes over all that lies between them.
  const isBounded = descending ? end !== undefined : after !== undefined;
  const begin = walk.condition ?? (isBounded ? undefined : wholeLog);
  return { condition: and(beforeEnd, begin, ...range, ...filters), end };
}

/** True of every envelope, and makes SQLite walk the log in its order. */
const wholeLog = gte(events.ordinal, 0n);

/**
 * The condition whose index is walked, none for the log itself; undefined when it names something that does not exist.
 */
function walkOf(
  store: ReadStore,
  { query, conv_key }: Pick<EventPageParams, "query" | "conv_key">,
): { condition: SQL | undefined; isBySubject: boolean } | undefined {
  const id = onlyValue(query, "id");
  if (id !== undefined) {
    const keys = conv_key === undefined ? findSubjectKeys(store, id) : [findSubjectKey(store, conv_key, id)];
    const known = keys.filter((key) => key !== undefined);
    const [only] = known;
    if (only === undefined) return undefined;
    const condition = known.length === 1 ? eq(events.subject_key, only) : inArray(events.subject_key, known);
    return { condition, isBySubject: true };
  }
  const convId = onlyValue(query, "conv");
  const convKey = conv_key ?? (convId === undefined ? undefined : findConvKey(store, convId));
  if (convKey !== undefined) return { condition: eq(events.conv_key, convKey), isBySubject: false };
  if (convId !== undefined) return undefined;
  const type = onlyValue(query, "type");
  const typeKey = type === undefined ? undefined : findTypeKey(store, type);
  if (type !== undefined && typeKey === undefined) return undefined;
  return {
    condition: typeKey === undefined ? undefined : eq(events.type_key, typeKey),
    isBySubject: false,
  };
}

/** The value of a field when the query asks for exactly one. */
function onlyValue(query: Query, field: "id" | "conv" | "type"): string | undefined {
  for (const term of query) {
    if (term.kind !== "field" || term.field !== field || term.isExcluded) continue;
    const [only, ...others] = term.conditions;
    if (only?.kind === "equals" && others.length === 0) return only.text;
  }
  return undefined;
}

/** Ordinal at which a filtered page stops looking; undefined when the walk ends before. A walk over the index. */
function windowEnd({ drizzle }: ReadStore, where: SQL | undefined, descending: boolean): bigint | undefined {
  return drizzle
    .select({ ordinal: events.ordinal })
    .from(events)
    .where(where)
    .orderBy(descending ? desc(events.ordinal) : asc(events.ordinal))
    .limit(1)
    .offset(Number(scanLimit))
    .get()?.ordinal;
}

/**
 * The same in the log itself, whose ordinals have gaps only where envelopes were removed, because walking over 50,000
 * rows of the log reads all of their pages. Three probes.
 */
function windowEndInLog(
  { drizzle }: ReadStore,
  range: SQL | undefined,
  descending: boolean,
): bigint | undefined {
  const next = (condition: SQL | undefined): bigint | undefined =>
    drizzle
      .select({ ordinal: events.ordinal })
      .from(events)
      .where(condition)
      .orderBy(descending ? desc(events.ordinal) : asc(events.ordinal))
      .limit(1)
      .get()?.ordinal;
  const first = next(range ?? wholeLog);
  if (first === undefined) return undefined;
  const end = next(
    descending ? lte(events.ordinal, first - scanLimit) : gte(events.ordinal, first + scanLimit),
  );
  // Asked for by itself, because of two bounds on one side SQLite may begin at the nearer one.
  return end === undefined ? undefined : next(and(range, eq(events.ordinal, end)));
}
