import { and, asc, eq, inArray, isNull, max, notLike } from "drizzle-orm";
import type { RecordIn } from "@/lib/domain/model";
import * as schema from "../schema";
import type { ReadStore } from "../store";

/** All records of one conversation that failures are found in, and that turns are arranged from. */
export interface ConversationRecords {
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly RecordIn<"turn_snapshots">[];
  readonly memberships: readonly RecordIn<"snapshot_blocks">[];
  readonly blocks: readonly RecordIn<"blocks">[];
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
}

/** Bindings per statement when rows are fetched by key. */
const chunk = 500;

/** Reads the records of a conversation whole: O(its records), payloads of snapshots left out. */
export function readConversationRecords({ drizzle: db }: ReadStore, convId: string): ConversationRecords {
  const of = <T extends { conv_id: Parameters<typeof eq>[0] }>(table: T) => eq(table.conv_id, convId);
  const memberships = db
    .select()
    .from(schema.snapshotBlocks)
    .where(of(schema.snapshotBlocks))
    .orderBy(
      asc(schema.snapshotBlocks.turn_id),
      asc(schema.snapshotBlocks.phase),
      asc(schema.snapshotBlocks.snapshot_at_ms),
      asc(schema.snapshotBlocks.position),
    )
    .all();
  return {
    turns: db.select().from(schema.turns).where(of(schema.turns)).all(),
    snapshots: db.select().from(schema.turnSnapshots).where(of(schema.turnSnapshots)).all(),
    memberships,
    blocks: blocksOf(db, memberships),
    model_calls: db.select().from(schema.modelCalls).where(of(schema.modelCalls)).all(),
    tool_calls: db.select().from(schema.toolCalls).where(of(schema.toolCalls)).all(),
    entities: db.select().from(schema.entities).where(of(schema.entities)).all(),
    anomalies: db
      .select()
      .from(schema.orderingAnomalies)
      .where(eq(schema.orderingAnomalies.conv_id, convId))
      .all(),
    ws_sessions: db.select().from(schema.wsSessions).where(eq(schema.wsSessions.conv_id, convId)).all(),
    http_requests: db.select().from(schema.httpRequests).where(eq(schema.httpRequests.conv_id, convId)).all(),
    panics: db.select().from(schema.panics).where(eq(schema.panics.conv_id, convId)).all(),
    projection_faults: db.select().from(schema.projectionFaults).where(of(schema.projectionFaults)).all(),
    stated_errors: db
      .select()
      .from(schema.errors)
      .where(and(eq(schema.errors.conv_id, convId), isNull(schema.errors.rule)))
      .all(),
    newest_activity_ms:
      db
        .select({ at: max(schema.conversations.last_activity_ms) })
        .from(schema.conversations)
        .get()?.at ?? undefined,
    conversation_activity_ms:
      db
        .select({ at: schema.conversations.last_activity_ms })
        .from(schema.conversations)
        .where(of(schema.conversations))
        .get()?.at ?? undefined,
    heard_at_ms:
      db
        .select({ at: max(schema.conversationSources.last_seen_at_ms) })
        .from(schema.conversationSources)
        .where(and(of(schema.conversationSources), notLike(schema.conversationSources.source, "import:%")))
        .get()?.at ?? undefined,
  };
}

function blocksOf(
  db: ReadStore["drizzle"],
  memberships: readonly RecordIn<"snapshot_blocks">[],
): readonly RecordIn<"blocks">[] {
  const ids = [...new Set(memberships.map(({ block_id }) => block_id))];
  const rows: RecordIn<"blocks">[] = [];
  for (let at = 0; at < ids.length; at += chunk) {
    rows.push(
      ...db
        .select()
        .from(schema.blocks)
        .where(inArray(schema.blocks.block_id, ids.slice(at, at + chunk)))
        .all(),
    );
  }
  return rows;
}
