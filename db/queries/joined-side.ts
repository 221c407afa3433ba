import type { ReadStore } from "../store";
import { eventTimeOf } from "./event-place";
import type { JoinedKind, RecordKind } from "@/lib/contracts/vocabulary";
import { sideSources, type SideSource } from "./side-sources";
import { convKeyOf } from "../records/entity-rows";

/** Place of a record on the joined axis. */
export interface SideRow {
  readonly kind: JoinedKind;
  readonly record_kind: RecordKind;
  /** Key parts of the reference, as text. */
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

/** A kind of which a conversation may have very many records, and the column of their time. */
export interface CrowdedSource {
  readonly source: SideSource;
  readonly column: string;
}

export const crowdedSources: readonly CrowdedSource[] = sideSources.flatMap((source) =>
  source.crowded_by === undefined ? [] : [{ source, column: source.crowded_by }],
);

const uncrowdedStatement = sideSources
  .map((source) =>
    selectOf(source, source.crowded_by === undefined ? "" : `AND ${source.crowded_by} IS NULL`),
  )
  .join("\nUNION ALL\n");
const subjectStatement = crowdedSources
  .map(({ source }) => selectOf(source, `AND ${source.subject} = @subject`, source.view?.by_id))
  .join("\nUNION ALL\n");
const writeStatement = sideSources
  .flatMap((source) =>
    source.record_kind === "entity_version" ? [selectOf(source, "AND ordinal = @ordinal")] : [],
  )
  .join("\nUNION ALL\n");

/**
 * Places of the records of a conversation that are not envelopes, unsorted, without what is crowded and has a time: that is
 * read in pieces, by `listCrowdedRows`. One statement; each branch reads an index that begins with conv_id. A record without a
 * time stands where its envelope stands.
 */
export function listUncrowdedRows({ sqlite }: ReadStore, convId: string): SideRow[] {
  return sqlite.prepare(uncrowdedStatement).raw().all({ id: convId }).map(rowOf(convId));
}

/** Places of the crowded records about an entity, a call or a turn: of those whose key names it. */
export function listSubjectRows({ sqlite }: ReadStore, convId: string, subject: string): SideRow[] {
  return sqlite.prepare(subjectStatement).raw().all({ id: convId, subject }).map(rowOf(convId));
}

/** Places of the writes that an envelope began. */
export function listWriteRows({ sqlite }: ReadStore, convId: string, ordinal: bigint): SideRow[] {
  return sqlite.prepare(writeStatement).raw().all({ id: convId, ordinal }).map(rowOf(convId));
}

/** The id in a reference of a record: what `listSubjectRows` finds it by, where it is crowded. */
export function subjectOfKey(kind: RecordKind, parts: readonly string[]): string | undefined {
  return parts[globallyKeyed.includes(kind) ? 0 : 1];
}

/** Rows of the index that one piece spans, whether they have a place or not; more where more are of one moment. */
const pieceSize = 100;

/** A piece of crowded rows, and the time at which the next one begins; undefined at the end. */
export interface CrowdedPiece {
  readonly rows: readonly SideRow[];
  readonly next_ms: number | undefined;
}

/**
 * Rows of a crowded source with a time from `from_ms` on, in either direction: all of the times before `next_ms`, in no order. Walks an
 * index in the order of time, so a piece costs the same wherever it lies, and however few of its rows have a place.
 */
export function listCrowdedRows(
  { sqlite }: ReadStore,
  convId: string,
  { source, column }: CrowdedSource,
  direction: "forward" | "backward",
  from_ms: number,
): CrowdedPiece {
  const isForward = direction === "forward";
  const end: unknown = sqlite
    .prepare(
      `SELECT ${column} FROM ${ofConversation(source)} AND ${column} ${isForward ? ">=" : "<="} ?
       ORDER BY ${column} ${isForward ? "ASC" : "DESC"} LIMIT 1 OFFSET ${String(pieceSize)}`,
    )
    .pluck()
    .get(convId, from_ms);
  const step = isForward ? 1 : -1;
  const next_ms =
    typeof end !== "bigint" ? undefined : Number(end) === from_ms ? from_ms + step : Number(end);
  const last_ms = next_ms === undefined ? (isForward ? Number.MAX_SAFE_INTEGER : 0) : next_ms - step;
  const rows = sqlite
    .prepare(selectOf(source, `AND ${column} BETWEEN @low AND @high`))
    .raw()
    .all({ id: convId, low: Math.min(from_ms, last_ms), high: Math.max(from_ms, last_ms) })
    .map(rowOf(convId));
  return { rows, next_ms };
}

/** The rows of a conversation where its name or its key is in the index that orders them. */
function ofConversation({ table, view }: SideSource): string {
  return view === undefined
    ? `${table} WHERE conv_id = ?`
    : `${view.rows} WHERE conv_key = ${convKeyOf("?")}`;
}

function selectOf(source: SideSource, more: string, table = source.table): string {
  const parts = [0, 1, 2, 3].map((i) => `CAST(${source.parts[i] ?? "NULL"} AS TEXT)`);
  // Inside the subquery a bare name would be a column of the envelope.
  const ordinal = source.ordinal.replace(/\b\w*ordinal\b/g, "x.$&");
  const at = `coalesce(${source.at}, (SELECT ${eventTimeOf("e")} FROM events e WHERE e.ordinal = ${ordinal}))`;
  const origin = (member: string): string =>
    withoutOrigins.includes(source.table)
      ? "NULL"
      : `CASE WHEN json_valid(key_origins) THEN key_origins ->> '$.turn_id.${member}' END`;
  return `SELECT ${sideSources.indexOf(source)}, ${parts.join(", ")}, ${at}, ${source.ordinal}, ${source.turn_id},
      ${origin("how")}, ${origin("rule")}, ${source.subject}
    FROM ${table} x WHERE conv_id = @id${source.where === undefined ? "" : ` AND ${source.where}`} ${more}`;
}

type Text = string | null;
type DriverRow = readonly [
  bigint,
  Text,
  Text,
  Text,
  Text,
  bigint | null,
  bigint | null,
  Text,
  Text,
  Text,
  Text,
];

function rowOf(convId: string): (row: unknown) => SideRow {
  return (row) => sideRow(row, convId);
}

/** Row of the statements above, in the order in which they select. */
function sideRow(row: unknown, convId: string): SideRow {
  const [index, p0, p1, p2, p3, at, ordinal, turn_id, turn_how, turn_rule, subject] = row as DriverRow;
  const source = sideSources[Number(index)];
  if (source === undefined) throw new Error("sources are numbered from 0");
  const { kind, record_kind } = source;
  const own = [p0, p1, p2, p3].filter((part) => part !== null);
  return {
    kind,
    record_kind,
    parts: globallyKeyed.includes(record_kind) ? own : [convId, ...own],
    at_ms: at === null ? null : Number(at),
    ordinal,
    turn_id,
    turn_how,
    turn_rule,
    subject,
  };
}
