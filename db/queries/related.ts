import type { ReadStore } from "../store";
import type { TurnReach } from "./turn-span";

type Key = readonly [string, ...string[]];

function keysOf(rows: readonly unknown[]): Key[] {
  return rows.flatMap((row) => (Array.isArray(row) && row.length > 0 ? [keyOf(row)] : []));
}

/** Parts of a key are text or integers; as text they make up a reference. */
function keyOf(row: readonly unknown[]): Key {
  const [first, ...rest] = row.map(String);
  return [first ?? "", ...rest];
}

/** So many calls or writes that began last before an envelope may still go on at it. */
const lookedBack = 200;

/** Model calls whose span of envelopes holds an ordinal, among those that began last before its time or at an unknown one. */
export function listCallsAround(
  { sqlite }: ReadStore,
  convId: string,
  ordinal: bigint,
  atMs: number | null,
): Key[] {
  const begun = (range: string): string =>
    `SELECT * FROM (SELECT conv_id, call_id, first_ordinal, last_ordinal FROM model_calls
       WHERE conv_id = @id AND ${range} ORDER BY started_at_ms DESC LIMIT ${String(lookedBack)})`;
  return keysOf(
    sqlite
      .prepare(
        `SELECT conv_id, call_id FROM (${begun("started_at_ms <= @at")} UNION ALL ${begun("started_at_ms IS NULL")})
         WHERE first_ordinal <= @ordinal AND last_ordinal >= @ordinal LIMIT 20`,
      )
      .raw()
      .all({ id: convId, ordinal, at: atMs === null ? Number.MAX_SAFE_INTEGER : Math.ceil(atMs) }),
  );
}

/** A model call and the provider's answer that it got, with how the two were found to belong together. */
export interface AnsweredCall {
  readonly call: Key;
  readonly response_id: string;
  readonly how: string;
  readonly rule: string;
}

/** Model calls of a conversation by their own id or by that of the answer that they got. */
export function listAnsweredCalls(
  { sqlite }: ReadStore,
  convId: string,
  by: "call_id" | "response_id",
  id: string,
): AnsweredCall[] {
  return sqlite
    .prepare(
      `SELECT conv_id, call_id, response_id, key_origins ->> '$.response_id.how' AS how, key_origins ->> '$.response_id.rule' AS rule
       FROM model_calls WHERE ${by === "call_id" ? "conv_id = @conv AND call_id = @id AND response_id IS NOT NULL" : "+conv_id = @conv AND response_id = @id"} LIMIT 20`,
    )
    .all({ conv: convId, id })
    .map((row) => {
      const { conv_id, call_id, response_id, how, rule } = answeredRow(row);
      return {
        call: [conv_id, call_id],
        response_id,
        how: how ?? "explicit",
        rule: rule ?? "response id in the record",
      };
    });
}

/** Row of the query of answered calls, whose columns it names. */
function answeredRow(row: unknown): {
  readonly conv_id: string;
  readonly call_id: string;
  readonly response_id: string;
  readonly how: string | null;
  readonly rule: string | null;
} {
  return row as ReturnType<typeof answeredRow>;
}

/** Entity writes that an envelope caused, alone or as part of a run, among those that began last before it. */
export function listWritesAround({ sqlite }: ReadStore, convId: string, ordinal: bigint): Key[] {
  return keysOf(
    sqlite
      .prepare(
        `SELECT conv_id, entity_id, kind, origin, version FROM (SELECT * FROM entity_versions
           WHERE conv_id = ? AND ordinal <= ? ORDER BY ordinal DESC LIMIT ${String(lookedBack)})
         WHERE coalesce(last_ordinal, ordinal) >= ? ORDER BY ordinal DESC LIMIT 20`,
      )
      .raw()
      .all(convId, ordinal, ordinal),
  );
}

/** Entities of an id, and those derived from it (`<id>:result`, `<id>:status`). */
export function listEntitiesOfId({ sqlite }: ReadStore, convId: string, id: string): Key[] {
  return keysOf(
    sqlite
      .prepare(
        `SELECT conv_id, entity_id, kind, origin FROM entities_by_id WHERE conv_id = @conv AND entity_id = @id UNION ALL
         SELECT conv_id, entity_id, kind, origin FROM entities_by_id WHERE conv_id = @conv AND entity_id > @id || ':' AND entity_id < @id || ';' LIMIT 50`,
      )
      .raw()
      .all({ conv: convId, id }),
  );
}

/** Entities of a turn: made within its reach, or at an unknown time. */
export function listEntitiesOfTurn(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
  { from_ms, to_ms }: TurnReach,
): Key[] {
  const made = (range: string): string =>
    `SELECT conv_id, entity_id, kind, origin FROM entities WHERE conv_id = @id AND ${range} AND turn_id = @turn`;
  return keysOf(
    sqlite
      .prepare(
        `${made("created_at_ms BETWEEN @from AND @to")} UNION ALL ${made("created_at_ms IS NULL")} LIMIT 200`,
      )
      .raw()
      .all({ id: convId, turn: turnId, from: BigInt(from_ms), to: BigInt(to_ms) }),
  );
}

/** Failures shown by an envelope. */
export function listErrorsAt({ sqlite }: ReadStore, ordinal: bigint): Key[] {
  return keysOf(
    sqlite.prepare("SELECT error_id FROM errors WHERE event_ordinal = ? LIMIT 50").raw().all(ordinal),
  );
}

/** Failures of a conversation that name a call or an entity. */
export function listErrorsNaming(
  { sqlite }: ReadStore,
  convId: string,
  column: "model_call_id" | "tool_call_id" | "entity_id",
  id: string,
): Key[] {
  return keysOf(
    sqlite
      .prepare(`SELECT error_id FROM errors WHERE conv_id = ? AND ${column} = ? LIMIT 50`)
      .raw()
      .all(convId, id),
  );
}

/** Tool calls that a model call asked for. */
export function listToolCallsOf({ sqlite }: ReadStore, convId: string, callId: string): Key[] {
  return keysOf(
    sqlite
      .prepare(
        "SELECT conv_id, tool_call_id FROM tool_calls WHERE conv_id = ? AND model_call_id = ? LIMIT 50",
      )
      .raw()
      .all(convId, callId),
  );
}

/** The newest model call of a turn that had ended when something began. */
export function findCallBefore(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
  atMs: number,
): Key | undefined {
  const row: unknown = sqlite
    .prepare(
      `SELECT conv_id, call_id FROM model_calls WHERE conv_id = ? AND turn_id = ? AND coalesce(finished_at_ms, started_at_ms) <= ?
       ORDER BY coalesce(finished_at_ms, started_at_ms) DESC LIMIT 1`,
    )
    .raw()
    .get(convId, turnId, BigInt(Math.trunc(atMs)));
  return Array.isArray(row) ? keyOf(row) : undefined;
}

/** Snapshots that hold a block of a tool call, oldest first. */
export function listSnapshotsOfTool({ sqlite }: ReadStore, convId: string, toolCallId: string): Key[] {
  return keysOf(
    sqlite
      .prepare(
        `SELECT DISTINCT s.conv_id, s.turn_id, s.phase, s.snapshot_at_ms FROM blocks b
         JOIN snapshot_blocks_by_id s ON s.block_id = b.block_id AND s.content_hash = b.content_hash
         WHERE b.tool_call_id = ? AND s.conv_id = ? ORDER BY s.snapshot_at_ms LIMIT 50`,
      )
      .raw()
      .all(toolCallId, convId),
  );
}

/** Snapshots that hold a block made from an item of a model call's answer, oldest first. */
export function listSnapshotsOfItems({ sqlite }: ReadStore, convId: string, callId: string): Key[] {
  const heldBy = (block: string): string =>
    `SELECT s.conv_id, s.turn_id, s.phase, s.snapshot_at_ms FROM provider_items i JOIN blocks b ON ${block}
     JOIN snapshot_blocks_by_id s ON s.block_id = b.block_id AND s.content_hash = b.content_hash
     WHERE i.conv_id = @conv AND i.call_id = @call AND s.conv_id = @conv`;
  return keysOf(
    sqlite
      .prepare(
        `${heldBy("b.provider_item_id = i.item_id")} UNION ${heldBy("b.block_id = i.item_id")} ORDER BY 4 LIMIT 50`,
      )
      .raw()
      .all({ conv: convId, call: callId }),
  );
}

/** Model calls from whose answers blocks of a snapshot were made. */
export function listCallsOfItems(store: ReadStore, key: SnapshotKey): Key[] {
  return listOfBlocks(
    store,
    key,
    `SELECT DISTINCT i.conv_id, i.call_id FROM held
     JOIN provider_items i ON i.conv_id = held.conv_id AND i.item_id = coalesce(held.provider_item_id, held.block_id)`,
  );
}

/** Tool calls whose blocks a snapshot holds. */
export function listToolsOfSnapshot(store: ReadStore, key: SnapshotKey): Key[] {
  return listOfBlocks(
    store,
    key,
    "SELECT DISTINCT conv_id, tool_call_id FROM held WHERE tool_call_id IS NOT NULL",
  );
}

/** Conversation, turn, phase and time of a snapshot. */
type SnapshotKey = readonly [string, string, string, string];

/** What a query makes of the blocks that a snapshot holds, `held`; at most 50 rows. */
function listOfBlocks({ sqlite }: ReadStore, [convId, turnId, phase, at]: SnapshotKey, query: string): Key[] {
  const held = `SELECT s.conv_id, b.* FROM snapshot_blocks s JOIN blocks b ON b.block_id = s.block_id AND b.content_hash = s.content_hash
    WHERE s.conv_id = ? AND s.turn_id = ? AND s.phase = ? AND s.snapshot_at_ms = ?`;
  return keysOf(
    sqlite
      .prepare(`WITH held AS (${held}) ${query} LIMIT 50`)
      .raw()
      .all(convId, turnId, phase, BigInt(/^\d{1,18}$/.test(at) ? at : -1)),
  );
}

/** Incident that groups a failure. */
export function findIncidentOf({ sqlite }: ReadStore, errorId: string): Key | undefined {
  const row: unknown = sqlite
    .prepare("SELECT incident_id FROM errors WHERE error_id = ? AND incident_id IS NOT NULL")
    .raw()
    .get(errorId);
  return Array.isArray(row) ? keyOf(row) : undefined;
}

/** Newest failures of an incident. */
export function listErrorsOfIncident({ sqlite }: ReadStore, incidentId: string): Key[] {
  return keysOf(
    sqlite
      .prepare(`SELECT error_id FROM errors WHERE incident_id = ? ORDER BY occurred_at_ms DESC LIMIT 51`)
      .raw()
      .all(incidentId),
  );
}

/** First, last and neighbouring envelopes of a subject: enough to walk it. */
export function listSubjectEvents(
  { sqlite }: ReadStore,
  subjectKey: number,
  ordinal: bigint | undefined,
): bigint[] {
  const end = (order: "ASC" | "DESC", range = ""): unknown[] =>
    sqlite
      .prepare(`SELECT ordinal FROM events WHERE subject_key = ? ${range} ORDER BY ordinal ${order} LIMIT 1`)
      .pluck()
      .all(...(range === "" ? [subjectKey] : [subjectKey, ordinal]));
  const near =
    ordinal === undefined ? [] : [...end("DESC", "AND ordinal < ?"), ...end("ASC", "AND ordinal > ?")];
  const all = [...end("ASC"), ...end("DESC"), ...near].filter((found) => typeof found === "bigint");
  return [...new Set(all)].filter((found) => found !== ordinal);
}

/** Other tellings of an event: of the same subject, marked as its twins. */
export function listTwins({ sqlite }: ReadStore, subjectKey: number, ordinal: bigint): bigint[] {
  const found = sqlite
    .prepare("SELECT ordinal FROM events WHERE subject_key = ? AND twin_of = ? LIMIT 20")
    .pluck()
    .all(subjectKey, ordinal);
  return found.filter((value) => typeof value === "bigint");
}

/** First and last envelope of a turn, found inside its span of time. */
export function listTurnEnds(
  { sqlite }: ReadStore,
  turnKey: number,
  convKey: number,
  fromMs: number,
  toMs: number,
): bigint[] {
  const time = "(CASE WHEN occurred_at_ms IS NULL THEN ingested_at_ms ELSE occurred_at_ms END)";
  const end = (order: "ASC" | "DESC"): unknown =>
    sqlite
      .prepare(
        `SELECT ordinal FROM events WHERE conv_key = ? AND ${time} BETWEEN ? AND ? AND turn_key = ? ORDER BY ${time} ${order}, ordinal ${order} LIMIT 1`,
      )
      .pluck()
      .get(convKey, BigInt(fromMs), BigInt(toMs), turnKey);
  return [...new Set([end("ASC"), end("DESC")])].filter((found) => typeof found === "bigint");
}
