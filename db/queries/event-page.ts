import { and, asc, desc, eq, gte, inArray, lte, sql, type SQL } from "drizzle-orm";
import { decodeStatuses, envelopeClasses, sourcePaths } from "@/lib/domain/model/event";
import type { ReadStore } from "../store";
import { events, orderingAnomalies } from "../schema";
import {
  findSourceKeys,
  findSubjectKey,
  findSubjectKeys,
  findTurnKey,
  findTypeKeys,
} from "./dictionary-keys";
import { selectEvents, type StoredEvent } from "./event-rows";
import { containsPattern } from "./like-pattern";

type Filter = readonly (readonly string[])[];

export interface EventPageParams {
  /** Key of the conversation; absent for the list over all of them. */
  readonly conv_key?: number | undefined;
  readonly q?: string | undefined;
  readonly type?: Filter;
  readonly class?: Filter;
  readonly decode_status?: Filter;
  readonly source?: Filter;
  readonly source_path?: Filter;
  /** Kinds of ordering anomalies, or `any`. */
  readonly anomaly?: Filter;
  readonly event_id?: string | undefined;
  readonly turn?: string | undefined;
  readonly seq_from?: bigint | undefined;
  readonly seq_to?: bigint | undefined;
  readonly ordinal_from?: bigint | undefined;
  readonly ordinal_to?: bigint | undefined;
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
  const walk = walkOf(store, params);
  const filters = filtersOf(store, params);
  if (walk === undefined || filters === undefined) return { rows: [], resume_after: undefined };
  const range = rangeOf(params);
  const end = filters.length === 0 ? undefined : windowEnd(store, and(walk, ...range), params.descending);
  const beforeEnd =
    end === undefined ? undefined : params.descending ? gte(events.ordinal, end) : lte(events.ordinal, end);
  const rows = selectEvents(store)
    .where(and(walk, ...range, ...filters, beforeEnd))
    .orderBy(params.descending ? desc(events.ordinal) : asc(events.ordinal))
    .limit(params.limit + 1)
    .all();
  if (rows.length > params.limit) {
    const page = rows.slice(0, params.limit);
    return { rows: page, resume_after: page.at(-1)?.ordinal };
  }
  return { rows, resume_after: end };
}

/** The condition whose index is walked; undefined when it names something that does not exist. */
function walkOf(store: ReadStore, params: EventPageParams): SQL | undefined {
  const { conv_key, event_id } = params;
  if (event_id !== undefined) {
    const keys =
      conv_key === undefined ? findSubjectKeys(store, event_id) : [findSubjectKey(store, conv_key, event_id)];
    const known = keys.filter((key) => key !== undefined);
    const [only] = known;
    if (only === undefined) return undefined;
    return known.length === 1 ? eq(events.subject_key, only) : inArray(events.subject_key, known);
  }
  if (conv_key !== undefined) return eq(events.conv_key, conv_key);
  const [types, ...more] = params.type ?? [];
  if (types !== undefined && more.length === 0) {
    const [only, ...others] = findTypeKeys(store, types);
    if (only !== undefined && others.length === 0) return eq(events.type_key, only);
  }
  return gte(events.ordinal, 0n);
}

/** Conditions that only filter; the unary plus keeps their indexes out of the plan. Undefined: nothing can match. */
function filtersOf(store: ReadStore, params: EventPageParams): SQL[] | undefined {
  const filters: SQL[] = [];
  const oneOfKeys = (column: SQL, keys: readonly number[]): void => {
    filters.push(sql`${column} IN ${keys.length === 0 ? [-1] : keys}`);
  };
  for (const names of params.type ?? []) oneOfKeys(sql`+${events.type_key}`, findTypeKeys(store, names));
  for (const names of params.source ?? [])
    oneOfKeys(sql`+${events.source_key}`, findSourceKeys(store, names));
  for (const names of params.class ?? []) oneOfKeys(sql`${events.class}`, indexesOf(envelopeClasses, names));
  for (const names of params.decode_status ?? [])
    oneOfKeys(sql`${events.decode_status}`, indexesOf(decodeStatuses, names));
  for (const names of params.source_path ?? [])
    oneOfKeys(sql`${events.source_path}`, indexesOf(sourcePaths, names));
  for (const kinds of params.anomaly ?? []) filters.push(hasAnomaly(kinds));
  if (params.turn !== undefined) {
    const key = params.conv_key === undefined ? undefined : findTurnKey(store, params.conv_key, params.turn);
    if (key === undefined) return undefined;
    filters.push(eq(events.turn_key, key));
  }
  if (params.q !== undefined) filters.push(matchesText(params.q));
  filters.push(...seqRange(params));
  if (params.conv_key !== undefined && params.event_id !== undefined)
    filters.push(sql`+${events.conv_key} = ${params.conv_key}`);
  return filters;
}

function seqRange({ seq_from, seq_to }: EventPageParams): SQL[] {
  return [
    ...(seq_from === undefined ? [] : [gte(events.seq, seq_from)]),
    ...(seq_to === undefined ? [] : [lte(events.seq, seq_to)]),
  ];
}

function rangeOf({ after, descending, ordinal_from, ordinal_to }: EventPageParams): SQL[] {
  const range: SQL[] = [];
  if (after !== undefined)
    range.push(descending ? sql`${events.ordinal} < ${after}` : sql`${events.ordinal} > ${after}`);
  if (ordinal_from !== undefined) range.push(gte(events.ordinal, ordinal_from));
  if (ordinal_to !== undefined) range.push(lte(events.ordinal, ordinal_to));
  return range;
}

/** Ordinal at which a filtered page stops looking; undefined when the walk ends before. */
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

function hasAnomaly(kinds: readonly string[]): SQL {
  const ofKind = kinds.includes("any") ? sql`TRUE` : sql`a.kind IN ${kinds}`;
  return sql`EXISTS (SELECT 1 FROM ${orderingAnomalies} a WHERE a.ordinal = ${events.ordinal} AND ${ofKind})`;
}

function matchesText(text: string): SQL {
  const pattern = containsPattern(text);
  return sql`(EXISTS (SELECT 1 FROM event_types t WHERE t.type_key = ${events.type_key} AND t.name LIKE ${pattern} ESCAPE '\\')
    OR EXISTS (SELECT 1 FROM subjects s WHERE s.subject_key = ${events.subject_key} AND s.name LIKE ${pattern} ESCAPE '\\')
    OR CAST(${events.seq} AS TEXT) = ${text} OR CAST(${events.ordinal} AS TEXT) = ${text})`;
}

function indexesOf(values: readonly string[], names: readonly string[]): number[] {
  return names.map((name) => values.indexOf(name)).filter((index) => index >= 0);
}
