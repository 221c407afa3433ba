import { sql, type SQL } from "drizzle-orm";
import { anomalyKinds } from "@/lib/domain/model/event";
import { conversations } from "../../schema";
import type { ReadStore } from "../../store";
import {
  column,
  contains,
  flags,
  matches,
  overlaps,
  type FieldSql,
  type ListFields,
  type TextSql,
} from "./field-sql";
import { sayingCondition } from "./text-sql";

const { conv_id } = conversations;

/** Fields that are rows of `conversation_facets`. */
export const facetFields = [
  "class",
  "code",
  "tool",
  "model",
  "provider",
  "runtime",
  "profile",
  "source",
  "integrity",
] as const;
export type FacetField = (typeof facetFields)[number];

/** The unary plus keeps the index of a column out: rows are met in the order of the sort, not sorted. */
const kept = (value: unknown): SQL => sql`+${value}`;

function facet(name: FacetField): FieldSql {
  return (conditions, context) =>
    sql`EXISTS (SELECT 1 FROM conversation_facets f WHERE f.conv_id = ${conv_id} AND f.facet = ${name} AND ${matches(sql`f.value`, conditions, context)})`;
}

/** A gap that was filled later is none. */
function anomaly(kind: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ordering_anomalies a WHERE a.conv_id = ${conv_id} AND a.kind = ${kind} AND coalesce(a.missing_count, 1) > 0)`;
}

/** How the conversation list answers the fields of a query. */
export const conversationFields: ListFields<"conversations"> = {
  class: facet("class"),
  code: facet("code"),
  tool: facet("tool"),
  model: facet("model"),
  provider: facet("provider"),
  runtime: facet("runtime"),
  profile: facet("profile"),
  source: facet("source"),
  integrity: facet("integrity"),
  status: column(kept(conversations.status)),
  has: flags({
    ...Object.fromEntries(anomalyKinds.map((kind) => [kind, anomaly(kind)])),
    error: sql`+${conversations.error_count} > 0`,
    incident: sql`${conversations.open_incident_count} > 0`,
    panic: sql`${conversations.has_panic} = 1`,
    timeline: sql`${conversations.has_timeline} = 1`,
    turns: sql`${conversations.has_turns} = 1`,
    events: sql`${conversations.has_raw_events} = 1`,
    model_calls: sql`${conversations.has_model_calls} = 1`,
    tool_calls: sql`${conversations.has_tool_calls} = 1`,
    transport: sql`${conversations.has_transport} = 1`,
  }),
  is: flags({ running: sql`${conversations.stream_running} = 1`, demo: sql`${conversations.is_demo} = 1` }),
  conv: column(conv_id),
  session: (conditions, context) =>
    sql`${conv_id} IN (SELECT s.conv_id FROM conversation_sessions s WHERE ${matches(sql`s.session_id`, conditions, context)})`,
  title: contains(conversations.title),
  time: column(kept(conversations.last_activity_ms)),
  during: overlaps(kept(conversations.created_at_ms), kept(conversations.last_activity_ms)),
  created: column(kept(conversations.created_at_ms)),
  duration: column(sql`+(${conversations.last_activity_ms} - ${conversations.created_at_ms})`),
  size: column(conversations.bytes_received),
  events: column(kept(conversations.event_count)),
  turns: column(kept(conversations.turn_count)),
  errors: column(kept(conversations.error_count)),
  tokens: column(kept(conversations.total_tokens)),
};

/** A conversation says a text when its title, an id or any of its records does. */
export function conversationText(store: ReadStore): TextSql {
  return (term) => sayingCondition(store, term, sql`${conv_id}`);
}
