import type { Mark } from "@/lib/contracts/joined";
import type { SetName } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";

/** Where a record stands: what the other panes need to follow the cursor. */
export interface RecordPlace {
  readonly at_ms: number | null;
  readonly until_ms: number | null;
  /** Envelope that the record is, or that caused it. */
  readonly ordinal: string | null;
  readonly turn_id: string | null;
  /** Message, entity or call that the record is about. */
  readonly subject: string | null;
}

/** Content of a record that is shown on demand. */
export interface RecordPayload {
  readonly label: string;
  readonly value?: JsonValue;
  /** Text that may or may not be JSON. */
  readonly text?: string;
}

/** A record of any kind in the one form in which the details pane shows it. */
export interface RecordSheet {
  readonly title: string;
  /** What it says, in a sentence. */
  readonly message: string | null;
  readonly mark: Mark;
  readonly failed: boolean;
  /** Declaration of its fields; envelopes are declared by their contract instead. */
  readonly set: SetName | "envelope" | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly place: RecordPlace;
  readonly payloads: readonly RecordPayload[];
}

export const nowhere: RecordPlace = {
  at_ms: null,
  until_ms: null,
  ordinal: null,
  turn_id: null,
  subject: null,
};

/** Keys that most records have, in so far as they matter for the place. */
export interface Keys {
  readonly occurred_at_ms?: number | null;
  readonly ordinal?: string | null;
  readonly turn_id?: string | null;
  readonly event_id?: string | null;
}

/** The place that keys and clocks give. */
export function placeOf(row: Keys): RecordPlace {
  return {
    at_ms: row.occurred_at_ms ?? null,
    until_ms: null,
    ordinal: row.ordinal ?? null,
    turn_id: row.turn_id ?? null,
    subject: row.event_id ?? null,
  };
}

/** The first of several values that is recorded. */
export function firstOf<Value>(...values: readonly (Value | null)[]): Value | null {
  return values.find((value) => value !== null) ?? null;
}

/** A sheet from what its kind adds to the ordinary: no failure, the place of its keys, no payload. */
export function sheetOf(
  title: string,
  message: string | null,
  set: RecordSheet["set"],
  row: Keys & Readonly<Record<string, unknown>>,
  rest: Partial<Pick<RecordSheet, "mark" | "failed" | "place" | "payloads">> = {},
): RecordSheet {
  return {
    title,
    message,
    set,
    fields: row,
    mark: "turn",
    failed: false,
    place: placeOf(row),
    payloads: [],
    ...rest,
  };
}

/** A payload of JSON, or none. */
export function jsonPayload(label: string, value: JsonValue | null): RecordPayload[] {
  return value === null ? [] : [{ label, value }];
}

/** A payload of text, or none. */
export function textPayload(label: string, text: string | null): RecordPayload[] {
  return text === null || text === "" ? [] : [{ label, text }];
}
