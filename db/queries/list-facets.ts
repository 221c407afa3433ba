import { and, desc, sql, type SQL } from "drizzle-orm";
import { decodeStatuses, envelopeClasses, sourcePaths } from "@/lib/domain/model/event";
import { groupBy } from "@/lib/domain/group-by";
import type { Query } from "@/lib/domain/query/query";
import type { FacetOf, ListName } from "@/lib/domain/query/query-fields";
import type { ReadStore } from "../store";
import { events, facetValues, httpRequests, incidents, modelCalls, toolCalls, wsSessions } from "../schema";
import { newestMatches } from "./conversation-list";
import { ConversationWindow, countWindow } from "./conversation-window";
import { eventConditions } from "./event-page";
import { modelCallFields, modelCallText, toolCallFields, toolCallText } from "./filter/call-fields";
import { conditionsOf, type FilterContext } from "./filter/field-sql";
import { occurrenceValues } from "./filter/incident-fields";
import { httpFields, httpText, wsFields, wsText } from "./filter/transport-fields";
import { incidentConditions } from "./incident-list";

/** A value of a facet and the rows that have it. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** Values of one facet, most frequent first. Not exact: there may be more matches than were counted. */
export interface FacetCounts {
  readonly values: readonly FacetCount[];
  readonly is_exact: boolean;
}

type Counter<F extends string> = (
  store: ReadStore,
  facet: F,
  query: Query,
  context: FilterContext,
) => FacetCounts;

/**
 * Counts facets over the rows of a list that match a query, each most frequent first. Looks at the newest 10,000 matches;
 * of conversations at the newest 10,000, as their total does. Facets of conversations are rows of one table, so all of them
 * are counted in one walk; without a query they are kept counted. Of other lists each facet is a walk, and a caller may rest between
 * two.
 */
export function* countFacets<L extends ListName>(
  store: ReadStore,
  list: L,
  facets: readonly FacetOf<L>[],
  query: Query,
  context: FilterContext,
): Generator<readonly [facet: string, counts: FacetCounts], undefined> {
  if (list === "conversations") {
    yield* countConversationFacets(store, facets, query, context);
    return;
  }
  const counter: Counter<FacetOf<L>> = facetCounters[list];
  for (const facet of facets) yield [facet, counter(store, facet, query, context)];
}

function countConversationFacets(
  store: ReadStore,
  facets: readonly string[],
  query: Query,
  context: FilterContext,
): ReadonlyMap<string, FacetCounts> {
  const window = ConversationWindow.of(store);
  const inWindow = query.length === 0 ? undefined : window.newest(query);
  if (inWindow !== undefined) return byFacet(window.countFacets(inWindow.found, facets), inWindow.is_exact);
  const matches = query.length === 0 ? undefined : newestMatches(store, query, context);
  const rows = store.drizzle.all<{ facet: string; value: string; n: bigint }>(
    matches === undefined
      ? sql`SELECT facet, value, conversation_count AS n FROM ${facetValues} WHERE facet IN ${[...facets]} ORDER BY n DESC, value`
      : sql`WITH m AS MATERIALIZED (${matches.rows})
      SELECT f.facet, f.value, count(*) AS n FROM m CROSS JOIN conversation_facets f
      WHERE f.conv_id = m.conv_id AND f.facet IN ${[...facets]} GROUP BY f.facet, f.value ORDER BY n DESC, f.value`,
  );
  const counts = rows.map(({ facet, value, n }) => ({ facet, value, count: Number(n) }));
  return byFacet(counts, matches?.is_exact ?? true);
}

function byFacet(
  counts: readonly (FacetCount & { readonly facet: string })[],
  is_exact: boolean,
): ReadonlyMap<string, FacetCounts> {
  return new Map(
    [...groupBy(counts, ({ facet }) => facet)].map(([facet, values]) => [
      facet,
      { values: values.map(({ value, count }) => ({ value, count })), is_exact },
    ]),
  );
}

const facetCounters: { readonly [L in ListName]: Counter<FacetOf<L>> } = {
  conversations: (store, facet, query, context) =>
    countConversationFacets(store, [facet], query, context).get(facet) ?? noCounts,
  incidents: (store, facet, query, context) => {
    const where = incidentConditions(query, context) ?? sql`TRUE`;
    if (facet === "class" || facet === "code" || facet === "state") {
      const value = sql.raw(facet === "state" ? "state" : `error_${facet}`);
      return counted(store, sql`SELECT ${value}, 1 FROM ${incidents} WHERE ${where} LIMIT ${countWindow}`);
    }
    const rows = sql`SELECT o.value, 1 FROM ${incidents} CROSS JOIN (${occurrenceValues(facet)}) o ON o.incident_id = ${incidents.incident_id} WHERE ${where}`;
    // Kept counts of all of them: no window.
    return { ...counted(store, rows), is_exact: true };
  },
  events: countEvents,
  "model-calls": (store, facet, query, context) => {
    const values = {
      status: modelCalls.status,
      finish: modelCalls.finish_class,
      provider: modelCalls.provider,
      model: sql`coalesce(${modelCalls.response_model}, ${modelCalls.request_model})`,
      code: modelCalls.error_code,
    };
    const where = and(...conditionsOf(query, modelCallFields, modelCallText, context)) ?? sql`TRUE`;
    return counted(
      store,
      sql`SELECT ${values[facet]}, 1 FROM ${modelCalls} WHERE ${where} ORDER BY ${desc(modelCalls.started_at_ms)} LIMIT ${countWindow}`,
    );
  },
  "tool-calls": (store, facet, query, context) => {
    const values = {
      status: toolCalls.status,
      tool: toolCalls.tool_name,
      executed_by: toolCalls.executed_by,
      code: toolCalls.error_code,
    };
    const where = and(...conditionsOf(query, toolCallFields, toolCallText, context)) ?? sql`TRUE`;
    return counted(
      store,
      sql`SELECT ${values[facet]}, 1 FROM ${toolCalls} WHERE ${where} ORDER BY ${desc(toolCalls.requested_at_ms)} LIMIT ${countWindow}`,
    );
  },
  transport: (store, facet, query, context) => {
    const http = and(...conditionsOf(query, httpFields, httpText, context)) ?? sql`TRUE`;
    const ws = and(...conditionsOf(query, wsFields, wsText, context)) ?? sql`TRUE`;
    const absent = sql`NULL`;
    const values = {
      kind: [sql`'http'`, sql`'ws'`],
      method: [httpRequests.method, absent],
      status: [httpRequests.status, absent],
      close_code: [absent, wsSessions.close_code],
    } as const;
    const [ofHttp, ofWs] = values[facet];
    return counted(
      store,
      sql`SELECT * FROM (SELECT ${ofHttp}, 1 FROM ${httpRequests} WHERE ${http} ORDER BY ${desc(httpRequests.occurred_at_ms)} LIMIT ${countWindow})
        UNION ALL SELECT * FROM (SELECT ${ofWs}, 2 FROM ${wsSessions} WHERE ${ws} ORDER BY ${desc(wsSessions.connected_at_ms)} LIMIT ${countWindow})`,
    );
  },
};

/** Events are counted by the small numbers that the log holds, which are turned into words afterwards. */
function countEvents(
  store: ReadStore,
  facet: FacetOf<"events">,
  query: Query,
  context: FilterContext,
): FacetCounts {
  const where = eventConditions(store, { ...context, query, descending: true });
  if (where === undefined) return noCounts;
  const matching = (value: SQL) =>
    sql`SELECT ${value} AS v, 1 AS part FROM ${events} WHERE ${where.condition ?? sql`TRUE`} ORDER BY ${desc(events.ordinal)} LIMIT ${countWindow}`;
  switch (facet) {
    case "kind":
      return worded(counted(store, matching(sql`${events.class}`)), envelopeClasses);
    case "status":
      return worded(counted(store, matching(sql`${events.decode_status}`)), decodeStatuses);
    case "path":
      return worded(counted(store, matching(sql`${events.source_path}`)), sourcePaths);
    case "type":
      return counted(
        store,
        sql`SELECT (SELECT name FROM event_types WHERE type_key = m.v), 1 FROM (${matching(sql`${events.type_key}`)}) m`,
      );
    case "source":
      return counted(
        store,
        sql`SELECT (SELECT name FROM sources WHERE source_key = m.v), 1 FROM (${matching(sql`${events.source_key}`)}) m`,
      );
    case "has": {
      const ordinals = matching(sql`${events.ordinal}`);
      // An event may have several anomalies, or none: rows of them do not tell how many events were looked at.
      const { is_exact } = counted(store, sql`SELECT NULL, 1 FROM (${ordinals})`);
      const rows = sql`SELECT kind, 1 FROM (SELECT DISTINCT a.kind, m.v FROM (${ordinals}) m JOIN ordering_anomalies a ON a.ordinal = m.v)`;
      return { ...counted(store, rows), is_exact };
    }
  }
}

const noCounts: FacetCounts = { values: [], is_exact: true };

/**
 * Counts the first column of some rows; absent and empty values are no values. The second column names the walk, 1 or 2,
 * that found the row: one that found as many as it may look at has perhaps not seen them all.
 */
function counted({ drizzle }: ReadStore, rows: SQL): FacetCounts {
  const groups = drizzle.all<{ value: string | null; n: bigint; of_first: bigint }>(
    sql`WITH r (value, part) AS (${rows}) SELECT CAST(value AS TEXT) AS value, count(*) AS n, sum(part = 1) AS of_first FROM r
      GROUP BY 1 ORDER BY n DESC, 1`,
  );
  const all = groups.reduce((sum, { n }) => sum + n, 0n);
  const ofFirst = groups.reduce((sum, { of_first }) => sum + of_first, 0n);
  return {
    values: groups.flatMap(({ value, n }) =>
      value === null || value === "" ? [] : [{ value, count: Number(n) }],
    ),
    is_exact: ofFirst < countWindow && all - ofFirst < countWindow,
  };
}

function worded({ values, is_exact }: FacetCounts, words: readonly string[]): FacetCounts {
  return {
    values: values.map(({ value, count }) => ({ value: words[Number(value)] ?? value, count })),
    is_exact,
  };
}
