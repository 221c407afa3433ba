import { and, eq, inArray, sql } from "drizzle-orm";
import { groupBy } from "@/lib/domain/group-by";
import type { ReadStore } from "../store";
import { entitiesById, toolCalls } from "../schema";

/** What is known of the message, entity or call that an event names. */
export interface SubjectFacts {
  readonly tool_name: string | null;
  readonly text: string | null;
}

interface Named {
  readonly conv_id: string | null;
  readonly event_id: string | null;
}

/** Facts about the subjects of some events, by `conv_id/event_id`; two statements per conversation. */
export function findSubjects(store: ReadStore, events: readonly Named[]): Map<string, SubjectFacts> {
  const facts = new Map<string, SubjectFacts>();
  for (const [convId, group] of groupBy(events, (event) => event.conv_id)) {
    const ids = [...new Set(group.flatMap(({ event_id }) => (event_id === null ? [] : [event_id])))];
    if (convId === null || ids.length === 0) continue;
    for (const row of listSummaries(store, convId, ids)) {
      facts.set(`${convId}/${row.entity_id}`, { tool_name: null, text: row.summary });
    }
    for (const row of listTools(store, convId, ids)) {
      facts.set(`${convId}/${row.tool_call_id}`, {
        tool_name: row.tool_name,
        text: row.error_text ?? row.preview,
      });
    }
  }
  return facts;
}

function listSummaries({ drizzle }: ReadStore, convId: string, ids: readonly string[]) {
  return drizzle
    .select({
      entity_id: entitiesById.entity_id,
      summary: sql<string | null>`substr(${entitiesById.summary}, 1, 200)`,
    })
    .from(entitiesById)
    .where(and(eq(entitiesById.conv_id, convId), inArray(entitiesById.entity_id, [...ids])))
    .all();
}

function listTools({ drizzle }: ReadStore, convId: string, ids: readonly string[]) {
  return drizzle
    .select({
      tool_call_id: toolCalls.tool_call_id,
      tool_name: toolCalls.tool_name,
      error_text: sql<string | null>`substr(${toolCalls.error_text}, 1, 200)`,
      preview: sql<
        string | null
      >`substr(coalesce(${toolCalls.arguments}, ${toolCalls.arguments_raw}), 1, 120)`,
    })
    .from(toolCalls)
    .where(and(eq(toolCalls.conv_id, convId), inArray(toolCalls.tool_call_id, [...ids])))
    .all();
}
