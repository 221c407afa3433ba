import { and, desc, sql, type SQL } from "drizzle-orm";
import { decodeStatuses, envelopeClasses, sourcePaths } from "@/lib/domain/model/event";
import { groupBy } from "@/lib/domain/group-by";
import type { Query } from "@/lib/domain/query/query";
import type { FacetOf, ListName } from "@/lib/domain/query/query-fields";
import type { ReadStore } from "../store";
import { events, facetValues, httpRequests, incidents, modelCalls, toolCalls, wsSessions } from "../schema";
import { countWindow, newestMatches } from "./conversation-list";
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

type Counter<F extends string> = (
  store: ReadStore,
  facet: F,
  query: Query,
  context: FilterContext,
) => readonly FacetCount[];

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
): Generator<readonly [facet: string, counts: readonly FacetCount[]], undefined> {
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
): ReadonlyMap<string, readonly FacetCount[]> {
  const rows = store.drizzle.all<{ facet: string; value: string; n: bigint }>(
    query.length === 0
      ? sql`SELECT facet, value, conversation_count AS n FROM ${facetValues} WHERE facet IN ${[...facets]} ORDER BY n DESC, value`
      : sql`WITH m AS MATERIALIZED (${newestMatches(store, query, context)})
      SELECT f.facet, f.value, count(*) AS n FROM m CROSS JOIN conversation_facets f
      WHERE f.conv_id = m.conv_id AND f.facet IN ${[...facets]} GROUP BY f.facet, f.value ORDER BY n DESC, f.value`,
  );
  const counts = rows.map(({ facet, value, n }) => ({ facet, value, count: Number(n) }));
  return new Map([...groupBy(counts, ({ facet }) => facet)]);
}

const facetCounters: { readonly [L in ListName]: Counter<FacetOf<L>> } = {
  conversations: (store, facet, query, context) =>
    countConversationFacets(store, [facet], query, context).get(facet) ?? [],
  incidents: (store, facet, query, context) => {
    const where = incidentConditions(query, context) ?? sql`TRUE`;
    if (facet === "class" || facet === "code" || facet === "state") {
      const value = sql.raw(facet === "state" ? "state" : `error_${facet}`);
      return counted(store, sql`SELECT ${value}, 1 FROM ${incidents} WHERE ${where} LIMIT ${countWindow}`);
    }
    return counted(
      store,
      sql`SELECT o.value, 1 FROM ${incidents} CROSS JOIN (${occurrenceValues(facet)}) o ON o.incident_id = ${incidents.incident_id} WHERE ${where}`,
    );
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
        UNION ALL SELECT * FROM (SELECT ${ofWs}, 1 FROM ${wsSessions} WHERE ${ws} ORDER BY ${desc(wsSessions.connected_at_ms)} LIMIT ${countWindow})`,
    );
  },
};

/** Events are counted by the small numbers that the log holds, which are turned into words afterwards. */
function countEvents(
  store: ReadStore,
  facet: FacetOf<"events">,
  query: Query,
  context: FilterContext,
): readonly FacetCount[] {
  const where = eventConditions(store, { ...context, query, descending: true });
  if (where === undefined) return [];
  const matching = (value: SQL) =>
    sql`SELECT ${value} AS v, ${events.ordinal} AS ordinal FROM ${events} WHERE ${where.condition ?? sql`TRUE`} ORDER BY ${desc(events.ordinal)} LIMIT ${countWindow}`;
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
    case "has":
      return counted(
        store,
        sql`SELECT DISTINCT a.kind, m.ordinal FROM (${matching(sql`1`)}) m JOIN ordering_anomalies a ON a.ordinal = m.ordinal`,
      );
  }
}

/** Counts the first column of some rows; absent and empty values are no values. */
function counted({ drizzle }: ReadStore, rows: SQL): readonly FacetCount[] {
  const counts = drizzle.all<{ value: string; n: bigint }>(
    sql`WITH r (value, other) AS (${rows}) SELECT CAST(value AS TEXT) AS value, count(*) AS n FROM r
      WHERE value IS NOT NULL AND value <> '' GROUP BY 1 ORDER BY n DESC, 1`,
  );
  return counts.map(({ value, n }) => ({ value, count: Number(n) }));
}

function worded(counts: readonly FacetCount[], words: readonly string[]): readonly FacetCount[] {
  return counts.map(({ value, count }) => ({ value: words[Number(value)] ?? value, count }));
}
