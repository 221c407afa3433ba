import type Database from "better-sqlite3";
import { eq, max, notLike, and, sql } from "drizzle-orm";
import type { RecordIn, SetName } from "@/lib/domain/model";
import * as schema from "../schema";
import type { ReadStore } from "../store";
import { RecordReader } from "./record-reader";

/** The records of one conversation that failures are found in, but for its turns and what they hold. */
export interface ConversationRecords {
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
 * Reads the records of a conversation, but for its turns and what their snapshots hold: O(its records). The statements are
 * prepared once; building them costs more than running them on a conversation of usual size.
 */
export class ConversationRecordsReader {
  readonly #records: ReturnType<typeof readers>;
  readonly #times: ReturnType<typeof prepareTimes>;

  constructor({ sqlite, drizzle }: ReadStore) {
    this.#records = readers(sqlite);
    this.#times = prepareTimes(drizzle);
  }

  read(convId: string): ConversationRecords {
    const conv = { conv: convId };
    const of = this.#records;
    const itself = this.#times.itself.get(conv);
    return {
      model_calls: of.model_calls.all(conv),
      tool_calls: of.tool_calls.all(conv),
      entities: of.entities.all(conv),
      anomalies: of.anomalies.all(conv),
      ws_sessions: of.ws_sessions.all(conv),
      http_requests: of.http_requests.all(conv),
      panics: of.panics.all(conv),
      projection_faults: of.projection_faults.all(conv),
      stated_errors: of.stated_errors.all(conv),
      newest_activity_ms: this.#times.newestActivity.get()?.at ?? undefined,
      conversation_activity_ms: itself?.at ?? undefined,
      is_demo: itself?.is_demo === true,
      heard_at_ms: this.#times.heard.get(conv)?.at ?? undefined,
    };
  }
}

function readers(sqlite: Database.Database) {
  const ofConversation = <S extends SetName>(set: S): RecordReader<S> =>
    new RecordReader(sqlite, set, "conv_id = @conv");
  return {
    model_calls: ofConversation("model_calls"),
    tool_calls: ofConversation("tool_calls"),
    entities: ofConversation("entities"),
    anomalies: ofConversation("ordering_anomalies"),
    ws_sessions: ofConversation("ws_sessions"),
    http_requests: ofConversation("http_requests"),
    panics: ofConversation("panics"),
    projection_faults: ofConversation("projection_faults"),
    stated_errors: new RecordReader(sqlite, "errors", "conv_id = @conv AND rule IS NULL"),
  };
}

function prepareTimes(db: ReadStore["drizzle"]) {
  const conv = sql.placeholder("conv");
  const { conversations, conversationSources: sources } = schema;
  return {
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
