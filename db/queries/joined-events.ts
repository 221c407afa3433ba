import { dialects } from "@/lib/domain/envelope";
import type { EnvelopeClass } from "@/lib/domain/model/event";
import { envelopeClasses } from "@/lib/domain/model/event";
import type { ReadStore } from "../store";
import { eventTimeOf } from "./event-place";

/** The least that must be known of an envelope to place it and to tell runs. */
export interface PlacedEvent {
  readonly ordinal: bigint;
  readonly at_ms: number;
  readonly type_key: number;
  readonly subject_key: number | null;
  readonly byte_length: number;
}

/** A place between envelopes: after everything up to (at_ms, ordinal). */
export interface EventPosition {
  readonly at_ms: number;
  readonly ordinal: bigint;
}

export interface EventWalk {
  readonly conv_key: number;
  readonly classes: readonly EnvelopeClass[];
  /** Types whose native lines are left out; empty for none. */
  readonly without_native: readonly number[];
  readonly turn_key?: number | undefined;
  readonly subject_key?: number | undefined;
  /** Closed range of times outside which nothing is wanted. */
  readonly between?: { readonly from_ms: number; readonly to_ms: number } | undefined;
}

const chunkSize = 1000;

/**
 * Envelopes of a conversation in joined order (time, ordinal), from `position` forwards or backwards.
 * Reads chunks off one index as they are asked for; the time is named by itself, because SQLite takes no range of an index
 * from a row of expressions. An
 * envelope that tells of an event which another one told before is left out.
 */
export function* walkEvents(
  { sqlite }: ReadStore,
  walk: EventWalk,
  direction: "forward" | "backward",
  position: EventPosition,
): Generator<PlacedEvent, undefined> {
  const time = eventTimeOf("e");
  const isForward = direction === "forward";
  const statement = sqlite
    .prepare(
      `SELECT e.ordinal, ${time} AS at_ms, e.type_key, e.subject_key, e.byte_length FROM events e
       WHERE e.conv_key = @conv_key AND ${time} ${isForward ? ">=" : "<="} @at_ms AND (${time}, e.ordinal) ${isForward ? ">" : "<="} (@at_ms, @ordinal)
       ${walk.between === undefined ? "" : `AND ${time} BETWEEN @from_ms AND @to_ms`}
       AND e.twin_of IS NULL AND e.class IN (${walk.classes.map((name) => envelopeClasses.indexOf(name)).join(", ")})
       ${walk.without_native.length === 0 ? "" : `AND NOT (e.dialect = ${dialects.indexOf("native")} AND e.type_key IN (${walk.without_native.join(", ")}))`}
       ${walk.turn_key === undefined ? "" : "AND e.turn_key = @turn_key"}
       ${walk.subject_key === undefined ? "" : "AND +e.subject_key = @subject_key"}
       ORDER BY ${time} ${isForward ? "ASC" : "DESC"}, e.ordinal ${isForward ? "ASC" : "DESC"} LIMIT ${chunkSize}`,
    )
    .raw();
  const { conv_key, turn_key = null, subject_key = null, between } = walk;
  let from = position;
  for (;;) {
    const rows = statement
      .all({ conv_key, turn_key, subject_key, ...between, at_ms: from.at_ms, ordinal: from.ordinal })
      .map(placedEvent);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < chunkSize) return;
    from = isForward ? last : justBefore(last);
  }
}

/** The position before an envelope: everything that sorts before it, and not itself. */
export function justBefore({ at_ms, ordinal }: EventPosition): EventPosition {
  return { at_ms, ordinal: ordinal - 1n };
}

/** Place of an envelope on the axis of its conversation; undefined when it is not there. */
export function findEventPosition(
  { sqlite }: ReadStore,
  convKey: number,
  ordinal: bigint,
): EventPosition | undefined {
  const at: unknown = sqlite
    .prepare(`SELECT ${eventTimeOf("e")} FROM events e WHERE e.ordinal = ? AND e.conv_key = ?`)
    .pluck()
    .get(ordinal, convKey);
  return typeof at === "bigint" ? { at_ms: Number(at), ordinal } : undefined;
}

/** Names of event types by key. */
export function readTypeNames({ sqlite }: ReadStore, keys: Iterable<number>): Map<number, string> {
  const find = sqlite.prepare("SELECT name FROM event_types WHERE type_key = ?").pluck();
  return new Map(
    [...keys].map((key) => {
      const name: unknown = find.get(key);
      return [key, typeof name === "string" ? name : "unknown"];
    }),
  );
}

/** Row of the walk, in the order in which it selects. */
function placedEvent(row: unknown): PlacedEvent {
  const [ordinal, at, type, subject, length] = row as readonly [
    bigint,
    bigint,
    bigint,
    bigint | null,
    bigint,
  ];
  return {
    ordinal,
    at_ms: Number(at),
    type_key: Number(type),
    subject_key: subject === null ? null : Number(subject),
    byte_length: Number(length),
  };
}
