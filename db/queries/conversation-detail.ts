import { asc, desc, eq } from "drizzle-orm";
import type { ReadStore } from "../store";
import {
  conversationFacets,
  conversations,
  conversationSessions,
  conversationSources,
  projectionFaults,
} from "../schema";
import type { ConversationRow } from "./conversation-list";
import { countTold } from "../records/entity-rows";

/** The row of a conversation; undefined when there is none. */
export function findConversation({ drizzle }: ReadStore, convId: string): ConversationRow | undefined {
  return drizzle.select().from(conversations).where(eq(conversations.conv_id, convId)).get();
}

/** Sessions, oldest first, at most 500. */
export function listSessions({ drizzle }: ReadStore, convId: string) {
  return drizzle
    .select()
    .from(conversationSessions)
    .where(eq(conversationSessions.conv_id, convId))
    .orderBy(asc(conversationSessions.first_seen_at_ms), asc(conversationSessions.session_id))
    .limit(500)
    .all();
}

export function listSources({ drizzle }: ReadStore, convId: string) {
  return drizzle
    .select()
    .from(conversationSources)
    .where(eq(conversationSources.conv_id, convId))
    .orderBy(asc(conversationSources.source))
    .limit(500)
    .all();
}

/** Facet values, most frequent first. */
export function listFacetsOf({ drizzle }: ReadStore, convId: string) {
  return drizzle
    .select()
    .from(conversationFacets)
    .where(eq(conversationFacets.conv_id, convId))
    .orderBy(asc(conversationFacets.facet), desc(conversationFacets.count), asc(conversationFacets.value))
    .limit(1000)
    .all();
}

/** Findings of the projection check. */
export function listFaultsOf({ drizzle }: ReadStore, convId: string, limit: number) {
  return drizzle
    .select()
    .from(projectionFaults)
    .where(eq(projectionFaults.conv_id, convId))
    .orderBy(asc(projectionFaults.kind), asc(projectionFaults.fault_id))
    .limit(limit)
    .all();
}

/** Rows of one conversation per part, each counted inside an index that begins with conv_id. */
export function countParts({ sqlite }: ReadStore, convId: string): Readonly<Record<string, number>> {
  const row = sqlite
    .prepare(
      `SELECT
        ${countTold("stored", "@id")} AS entities_stored,
        ${countTold("projected", "@id")} AS entities_projected,
        (SELECT count(*) FROM turns WHERE conv_id = @id) AS turns,
        (SELECT count(*) FROM turn_snapshots WHERE conv_id = @id) AS snapshots,
        (SELECT count(*) FROM model_calls WHERE conv_id = @id) AS model_calls,
        (SELECT count(*) FROM tool_calls WHERE conv_id = @id) AS tool_calls,
        (SELECT count(*) FROM middleware_steps WHERE conv_id = @id) + (SELECT count(*) FROM mode_decisions WHERE conv_id = @id)
          + (SELECT count(*) FROM prompt_transforms WHERE conv_id = @id) + (SELECT count(*) FROM guardrail_decisions WHERE conv_id = @id)
          + (SELECT count(DISTINCT decision_id) FROM planner_candidates WHERE conv_id = @id) AS middleware,
        (SELECT count(*) FROM http_requests WHERE conv_id = @id) + (SELECT count(*) FROM ws_sessions WHERE conv_id = @id) AS transport,
        (SELECT count(*) FROM errors WHERE conv_id = @id) AS errors,
        (SELECT count(*) FROM ordering_anomalies WHERE conv_id = @id) AS anomalies,
        (SELECT count(*) FROM projection_faults WHERE conv_id = @id) AS faults,
        (SELECT count(*) FROM panics WHERE conv_id = @id) AS panics`,
    )
    .get({ id: convId });
  return Object.fromEntries(Object.entries(row ?? {}).map(([part, count]) => [part, Number(count)]));
}

/** First and last ordinal of a conversation's envelopes; two probes. */
export function findOrdinalRange(
  { sqlite }: ReadStore,
  convKey: number,
): { first: bigint; last: bigint } | undefined {
  const end = (order: "ASC" | "DESC"): unknown =>
    sqlite
      .prepare(`SELECT ordinal FROM events WHERE conv_key = ? ORDER BY ordinal ${order} LIMIT 1`)
      .pluck()
      .get(convKey);
  const first = end("ASC");
  const last = end("DESC");
  return typeof first === "bigint" && typeof last === "bigint" ? { first, last } : undefined;
}

/** Median time to the first token over the newest 1,000 model calls. */
export function medianFirstToken({ sqlite }: ReadStore, convId: string): number | undefined {
  const values = sqlite
    .prepare(
      "SELECT first_token_ms FROM model_calls WHERE conv_id = ? AND first_token_ms IS NOT NULL ORDER BY started_at_ms DESC LIMIT 1000",
    )
    .pluck()
    .all(convId)
    .map(Number)
    .sort((a, b) => a - b);
  return values[Math.floor((values.length - 1) / 2)];
}
