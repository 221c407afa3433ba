import type { ReadStore } from "../store";
import { eventTimeOf } from "./event-place";
import type { JoinedKind, RecordKind } from "@/lib/contracts/vocabulary";
import { sideSources, type SideSource } from "./side-sources";

/** Place of a record on the joined axis. */
export interface SideRow {
  readonly kind: JoinedKind;
  readonly record_kind: RecordKind;
  /** Key parts after the conversation, as text. */
  readonly parts: readonly string[];
  readonly at_ms: number | null;
  readonly ordinal: bigint | null;
  readonly turn_id: string | null;
  /** How the turn became known, where the record says it: explicit, derived, inferred; and the rule. */
  readonly turn_how: string | null;
  readonly turn_rule: string | null;
  readonly subject: string | null;
}

/** Tables whose rows say how their missing keys were filled. */
const withoutOrigins: readonly string[] = ["entity_versions", "ordering_anomalies"];

/** Kinds whose record reference does not begin with the conversation. */
const globallyKeyed: readonly RecordKind[] = ["http", "ws", "error", "anomaly", "fault", "panic"];

/** Indexes of the crowded sources, densest first. */
const crowded = sideSources.flatMap(({ crowded_by }, index) =>
  crowded_by === undefined ? [] : [{ index, column: crowded_by }],
);

const wholeStatement = sideSources.map((source, index) => selectOf(source, index)).join("\nUNION ALL\n");
const uncrowdedStatement = sideSources
  .map((source, index) =>
    selectOf(source, index, source.crowded_by === undefined ? "" : `AND ${source.crowded_by} IS NULL`),
  )
  .join("\nUNION ALL\n");
const entityStatement = crowded
  .map(({ index }) => selectOf(sourceAt(index), index, "AND entity_id = @entity"))
  .join("\nUNION ALL\n");
const writeStatement = sideSources
  .flatMap((source, index) =>
    source.record_kind === "entity_version" ? [selectOf(source, index, "AND ordinal = @ordinal")] : [],
  )
  .join("\nUNION ALL\n");

/**
 * Places of all records of a conversation that are not envelopes, unsorted. One statement; each branch
 * reads an index that begins with conv_id. A record without a time stands where its envelope stands.
 */
export function listSideRows({ sqlite }: ReadStore, convId: string): SideRow[] {
  return sqlite.prepare(wholeStatement).all({ id: convId }).map(rowOf(convId));
}

/** The same without what is crowded and has a time: that is read in pieces, by `listCrowdedRows`. */
export function listUncrowdedRows({ sqlite }: ReadStore, convId: string): SideRow[] {
  return sqlite.prepare(uncrowdedStatement).all({ id: convId }).map(rowOf(convId));
}

/** Places of one entity and its writes. */
export function listEntityRows({ sqlite }: ReadStore, convId: string, entityId: string): SideRow[] {
  return sqlite.prepare(entityStatement).all({ id: convId, entity: entityId }).map(rowOf(convId));
}

/** Places of the writes that an envelope began. */
export function listWriteRows({ sqlite }: ReadStore, convId: string, ordinal: bigint): SideRow[] {
  return sqlite.prepare(writeStatement).all({ id: convId, ordinal }).map(rowOf(convId));
}

/** Rows of one source and statement at most; all of one moment are read together. */
const pieceSize = 400;

/** A piece of the crowded rows, and the time at which the next one begins; undefined at the end. */
export interface CrowdedPiece {
  readonly rows: readonly SideRow[];
  readonly next_ms: number | undefined;
}

/**
 * Crowded rows with a time from `from_ms` on, in either direction, unsorted: all of the times before `next_ms`. Walks an
 * index in the order of time, so a piece costs the same wherever it lies.
 */
export function listCrowdedRows(
  { sqlite }: ReadStore,
  convId: string,
  direction: "forward" | "backward",
  from_ms: number,
): CrowdedPiece {
  const isForward = direction === "forward";
  const read = (
    source: { index: number; column: string },
    [begin, end]: readonly [number, number],
    limit: number,
  ): SideRow[] =>
    sqlite
      .prepare(
        selectOf(
          sourceAt(source.index),
          source.index,
          `AND ${source.column} BETWEEN @low AND @high ORDER BY ${source.column} ${isForward ? "ASC" : "DESC"} LIMIT @limit`,
        ),
      )
      .all({ id: convId, low: Math.min(begin, end), high: Math.max(begin, end), limit })
      .map(rowOf(convId));
  const end = isForward ? Number.MAX_SAFE_INTEGER : 0;
  const rows: SideRow[] = [];
  let reach = end;
  let isOver = true;
  for (const source of crowded) {
    const found = read(source, [from_ms, reach], pieceSize);
    if (found.length === pieceSize) [reach, isOver] = [found.at(-1)?.at_ms ?? end, false];
    rows.push(...found);
  }
  if (isOver) return { rows, next_ms: undefined };
  const before = rows.filter(({ at_ms }) => at_ms !== null && (isForward ? at_ms < reach : at_ms > reach));
  if (before.length > 0) return { rows: before, next_ms: reach };
  // More than a piece at one moment.
  const moment = crowded.flatMap((source) => read(source, [reach, reach], -1));
  return { rows: moment, next_ms: isForward ? reach + 1 : reach - 1 };
}

function sourceAt(index: number): SideSource {
  const source = sideSources[index];
  if (source === undefined) throw new Error("sources are numbered from 0");
  return source;
}

function selectOf(source: SideSource, index: number, more = ""): string {
  const parts = [0, 1, 2, 3].map((i) => `CAST(${source.parts[i] ?? "NULL"} AS TEXT) AS p${i}`);
  // Inside the subquery a bare name would be a column of the envelope.
  const ordinal = source.ordinal.replace(/\b\w*ordinal\b/g, "x.$&");
  const at = `coalesce(${source.at}, (SELECT ${eventTimeOf("e")} FROM events e WHERE e.ordinal = ${ordinal}))`;
  const origin = (member: string): string =>
    withoutOrigins.includes(source.table)
      ? "NULL"
      : `CASE WHEN json_valid(key_origins) THEN key_origins ->> '$.turn_id.${member}' END`;
  return `SELECT ${index} AS source, ${parts.join(", ")}, ${at} AS at_ms, ${source.ordinal} AS ordinal, ${source.turn_id} AS turn_id,
      ${origin("how")} AS turn_how, ${origin("rule")} AS turn_rule, ${source.subject} AS subject
    FROM ${source.table} x WHERE conv_id = @id${source.where === undefined ? "" : ` AND ${source.where}`} ${more}`;
}

interface DriverRow {
  readonly source: bigint;
  readonly p0: string;
  readonly p1: string | null;
  readonly p2: string | null;
  readonly p3: string | null;
  readonly at_ms: bigint | null;
  readonly ordinal: bigint | null;
  readonly turn_id: string | null;
  readonly turn_how: string | null;
  readonly turn_rule: string | null;
  readonly subject: string | null;
}

function rowOf(convId: string): (row: unknown) => SideRow {
  return (row) => sideRow(row, convId);
}

/** Row of the statements above, whose columns it names. */
function sideRow(row: unknown, convId: string): SideRow {
  const { source, p0, p1, p2, p3, at_ms, ...placed } = row as DriverRow;
  const origin = sourceAt(Number(source));
  const own = [p0, p1, p2, p3].filter((part) => part !== null);
  return {
    kind: origin.kind,
    record_kind: origin.record_kind,
    parts: globallyKeyed.includes(origin.record_kind) ? own : [convId, ...own],
    at_ms: at_ms === null ? null : Number(at_ms),
    ...placed,
  };
}
