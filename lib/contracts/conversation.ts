import { z } from "zod";
import { conversations, conversationSessions, conversationSources } from "@/lib/domain/model/conversation";
import { listQuerySchema } from "./list-query";
import { limitParam, sortParam, textParam } from "./query";
import { errorSchema } from "./error";
import { orderingAnomalySchema } from "./event";
import { projectionFaultSchema } from "./timeline";
import { pageSchemaOf, wireSchemaOf } from "./wire";
import { conversationSorts } from "./vocabulary";

const conversationSchema = wireSchemaOf(conversations);

/** Fields of a conversation that its row in the list carries. */
export const conversationSummaryFields = {
  conv_id: true,
  title: true,
  status: true,
  session_id: true,
  runtime_key: true,
  runtime_fingerprint: true,
  profile_slug: true,
  profile_version: true,
  source: true,
  created_at_ms: true,
  last_activity_ms: true,
  closed_at_ms: true,
  evicted_at_ms: true,
  stream_running: true,
  websocket_count: true,
  websocket_high_water: true,
  queue_depth: true,
  queue_high_water: true,
  buffered_event_count: true,
  has_timeline: true,
  has_turns: true,
  has_raw_events: true,
  has_model_calls: true,
  has_tool_calls: true,
  has_transport: true,
  has_panic: true,
  last_error_code: true,
  last_error_class: true,
  last_error_message: true,
  open_incident_count: true,
  integrity_state: true,
  anomaly_count: true,
  event_count: true,
  turn_count: true,
  entity_count: true,
  model_call_count: true,
  tool_call_count: true,
  error_count: true,
  input_tokens: true,
  output_tokens: true,
  total_tokens: true,
  bytes_received: true,
  bytes_stored: true,
  is_demo: true,
} as const;

/** A row of the conversation list. Counts are those of the whole conversation. */
export const conversationSummarySchema = conversationSchema.pick(conversationSummaryFields).extend({
  /** last_activity_ms - created_at_ms. */
  duration_ms: z.number().nullable(),
  models: z.array(z.string()),
  providers: z.array(z.string()),
  tools: z.array(z.string()),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

export const facetValueSchema = z.object({ value: z.string(), count: z.int() });

/** What the conversation's parts hold, for tab counts and the "what can be opened" line. */
export const conversationPartsSchema = z.object({
  events: z.int(),
  entities_stored: z.int(),
  entities_projected: z.int(),
  turns: z.int(),
  snapshots: z.int(),
  model_calls: z.int(),
  tool_calls: z.int(),
  middleware: z.int(),
  transport: z.int(),
  errors: z.int(),
  anomalies: z.int(),
  faults: z.int(),
  panics: z.int(),
});

/** Everything about one conversation that is not a list of its own. */
export const conversationDetailSchema = z.object({
  conversation: conversationSchema.extend({ duration_ms: z.number().nullable() }),
  parts: conversationPartsSchema,
  sessions: z.array(wireSchemaOf(conversationSessions)),
  sources: z.array(wireSchemaOf(conversationSources)),
  facets: z.record(z.string(), z.array(facetValueSchema)),
  /** The first findings in order of place; the whole lists are under /events?anomaly= and /errors. */
  anomalies: z.array(orderingAnomalySchema),
  faults: z.array(projectionFaultSchema),
  /** Newest recorded failures. */
  last_errors: z.array(errorSchema),
  /** Median time to the first token of the model calls, ms. */
  first_token_p50_ms: z.number().nullable(),
  /** First and last ordinal of the conversation. */
  first_ordinal: z.string().nullable(),
  last_ordinal: z.string().nullable(),
});
export type ConversationDetail = z.infer<typeof conversationDetailSchema>;

export const listConversationsQuerySchema = listQuerySchema("conversations", {
  /** `-last_activity` sorts newest first. */
  sort: sortParam(conversationSorts, "last_activity"),
  cursor: textParam,
  limit: limitParam(50, 200),
});
export type ListConversationsQuery = z.infer<typeof listConversationsQuerySchema>;

export const conversationPageSchema = pageSchemaOf(conversationSummarySchema).extend({
  /** Conversations that match; stops at 10,000 (then `total_is_exact` is false). */
  total: z.int(),
  total_is_exact: z.boolean(),
});
export type ConversationPage = z.infer<typeof conversationPageSchema>;
