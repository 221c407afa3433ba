import { and, eq, isNull, max, notLike, sql } from "drizzle-orm";
import type { RecordIn } from "@/lib/domain/model";
import * as schema from "../schema";
import type { ReadStore } from "../store";
import type { ConversationTurnsReader } from "./conversation-turns";

/** All records of one conversation that failures are found in, but for its blocks. */
export interface ConversationRecords {
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly RecordIn<"turn_snapshots">[];
  readonly model_calls: readonly RecordIn<"model_calls">[];
  readonly tool_calls: readonly RecordIn<"tool_calls">[];
  readonly entities: readonly RecordIn<"entities">[];
  readonly anomalies: readonly RecordIn<"ordering_anomalies">[];
  readonly ws_sessions: readonly RecordIn<"ws_sessions">[];
  readonly http_requests: readonly RecordIn<"http_requests">[];
  readonly panics: readonly RecordIn<"panics">[];
  readonly projection_faults: readonly RecordIn<"projection_faults">[];
  readonly stated_errors: readonly RecordIn<"errors">[];
  /** Newest sign of life of any conversation, epoch ms. */
  readonly newest_activity_ms: number | undefined;
  /** Newest sign of life of this conversation, epoch ms. */
  readonly conversation_activity_ms: number | undefined;
  /** When a sender last spoke of it, by this console's clock, epoch ms; undefined when all of it came from files. */
  readonly heard_at_ms: number | undefined;
  /** Whether it belongs to the demo recording, whose senders will not speak again. */
  readonly is_demo: boolean;
}

/**
 * Reads the records of a conversation whole, but for what its snapshots hold: O(its records). The statements are
 * prepared once; building them costs more than running them on a conversation of usual size.
 */
export class ConversationRecordsReader {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(
    { drizzle }: ReadStore,
    private readonly turns: ConversationTurnsReader,
  ) {
    this.#statements = prepare(drizzle);
  }

  read(convId: string): ConversationRecords {
    const conv = { conv: convId };
    const of = this.#statements;
    const itself = of.itself.get(conv);
    return {
      ...this.turns.read(convId),
      model_calls: of.modelCalls.all(conv),
      tool_calls: of.toolCalls.all(conv),
      entities: of.entities.all(conv),
      anomalies: of.anomalies.all(conv),
      ws_sessions: of.wsSessions.all(conv),
      http_requests: of.httpRequests.all(conv),
      panics: of.panics.all(conv),
      projection_faults: of.projectionFaults.all(conv),
      stated_errors: of.statedErrors.all(conv),
      newest_activity_ms: of.newestActivity.get()?.at ?? undefined,
      conversation_activity_ms: itself?.at ?? undefined,
      is_demo: itself?.is_demo === true,
      heard_at_ms: of.heard.get(conv)?.at ?? undefined,
    };
  }
}

function prepare(db: ReadStore["drizzle"]) {
  const conv = sql.placeholder("conv");
  const { conversations, conversationSources: sources, errors } = schema;
  return {
    modelCalls: db.select().from(schema.modelCalls).where(eq(schema.modelCalls.conv_id, conv)).prepare(),
    toolCalls: db.select().from(schema.toolCalls).where(eq(schema.toolCalls.conv_id, conv)).prepare(),
    entities: db.select().from(schema.entities).where(eq(schema.entities.conv_id, conv)).prepare(),
    anomalies: db
      .select()
      .from(schema.orderingAnomalies)
      .where(eq(schema.orderingAnomalies.conv_id, conv))
      .prepare(),
    wsSessions: db.select().from(schema.wsSessions).where(eq(schema.wsSessions.conv_id, conv)).prepare(),
    httpRequests: db
      .select()
      .from(schema.httpRequests)
      .where(eq(schema.httpRequests.conv_id, conv))
      .prepare(),
    panics: db.select().from(schema.panics).where(eq(schema.panics.conv_id, conv)).prepare(),
    projectionFaults: db
      .select()
      .from(schema.projectionFaults)
      .where(eq(schema.projectionFaults.conv_id, conv))
      .prepare(),
    statedErrors: db
      .select()
      .from(errors)
      .where(and(eq(errors.conv_id, conv), isNull(errors.rule)))
      .prepare(),
    newestActivity: db
      .select({ at: max(conversations.last_activity_ms) })
      .from(conversations)
      .prepare(),
    itself: db
      .select({ at: conversations.last_activity_ms, is_demo: conversations.is_demo })
      .from(conversations)
      .where(eq(conversations.conv_id, conv))
      .prepare(),
    heard: db
      .select({ at: max(sources.last_seen_at_ms) })
      .from(sources)
      .where(and(eq(sources.conv_id, conv), notLike(sources.source, "import:%")))
      .prepare(),
  };
}
