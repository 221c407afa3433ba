import { parseExact } from "../json/exact-json";
import { asObject, asText } from "../json/json-access";
import type { JsonValue } from "../model/field";
import type { RecordChange, RecordIn } from "../model";
import { timeOf, type FoldEvent } from "./fold-event";
import type { TurnTracker } from "./turn-tracker";

type Row = RecordIn<"tool_calls">;
type Status = NonNullable<Row["status"]>;

/** The tool calls of one conversation, whatever vocabulary speaks of them. */
export class ToolCalls {
  readonly #rows = new Map<string, Row>();
  readonly #dirty = new Set<string>();
  /** Model calls by the tools that they ask for, as providers' streams have it. */
  readonly #askedBy = new Map<string, string>();

  constructor(
    private readonly conv_id: string,
    private readonly turns: TurnTracker,
  ) {}

  get size(): number {
    return this.#rows.size;
  }

  requested(id: string, event: FoldEvent, said: Said): void {
    const row = this.#row(id, event);
    row.requested_at_ms ??= timeOf(event);
    this.#note(row, said);
    this.#advance(row, "requested");
  }

  /** Execution began. */
  started(id: string, event: FoldEvent, said: Said): void {
    const row = this.#row(id, event);
    row.started_at_ms ??= timeOf(event);
    this.#note(row, said);
    this.#advance(row, "running");
  }

  /** The result is there. `status` where the source states it; else the text of the result tells. */
  resulted(id: string, event: FoldEvent, said: Outcome): void {
    const row = this.#row(id, event);
    row.result = parsedResult(said.result) ?? row.result;
    this.#note(row, said);
    const error =
      said.error ??
      errorOfResult(said.result) ??
      (said.failed === true ? resultText(said.result) : undefined);
    row.error_text = error ?? row.error_text;
    // The result's own time, also when the frame that ends the call overtook it.
    row.finished_at_ms = timeOf(event) ?? row.finished_at_ms;
    this.#end(row, event, error !== undefined || said.failed === true ? "failed" : "succeeded");
  }

  /** The end of the call; it says nothing of success when a result was seen before. */
  finished(id: string, event: FoldEvent, status?: Status): void {
    const row = this.#row(id, event);
    if (row.finished_at_ms === undefined || status !== undefined)
      this.#end(row, event, status ?? row.status ?? "succeeded");
    if (row.status === "requested" || row.status === "running") row.status = "succeeded";
  }

  /** Says which model call asked for a tool, by the provider's own stream: what the runtime says of it goes before. */
  attribute(id: string, model_call_id: string): void {
    if (this.#askedBy.get(id) === model_call_id) return;
    this.#askedBy.set(id, model_call_id);
    this.changed(id);
  }

  changed(id: string): void {
    if (this.#rows.has(id)) this.#dirty.add(id);
  }

  get(id: string): Readonly<Row> | undefined {
    return this.#rows.get(id);
  }

  drain(): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const id of this.#dirty) {
      const row = this.#rows.get(id);
      if (row !== undefined) changes.push({ set: "tool_calls", row: this.#finish(row) });
    }
    this.#dirty.clear();
    return changes;
  }

  #row(id: string, event: FoldEvent): Row {
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = { conv_id: this.conv_id, tool_call_id: id, executed_by: "client", first_ordinal: event.ordinal };
      this.#rows.set(id, row);
    }
    if (row.last_ordinal === undefined || row.last_ordinal === null || event.ordinal > row.last_ordinal) {
      row.last_ordinal = event.ordinal;
    }
    if (row.first_ordinal === undefined || row.first_ordinal === null || event.ordinal < row.first_ordinal) {
      row.first_ordinal = event.ordinal;
    }
    row.occurred_at_ms = newest(row.occurred_at_ms, timeOf(event));
    row.session_id ??= event.session_id;
    row.run_id ??= event.run_id;
    row.turn_id ??= event.turn_id;
    this.#dirty.add(id);
    return row;
  }

  #note(row: Row, said: Said): void {
    row.tool_name ??= said.tool_name;
    row.tool_type ??= said.tool_type ?? "function";
    row.model_call_id ??= said.model_call_id;
    row.executed_by = said.executed_by ?? row.executed_by;
    if (said.input !== undefined && said.input !== "") row.arguments = parsedResult(said.input) ?? said.input;
  }

  #advance(row: Row, status: Status): void {
    if (row.status === undefined || row.status === null || row.status === "requested") row.status = status;
  }

  #end(row: Row, event: FoldEvent, status: Status): void {
    row.finished_at_ms ??= timeOf(event);
    if (row.status !== "failed") row.status = status;
  }

  #finish(row: Row): Row {
    const turn = this.turns.turnOfSubject(row.tool_call_id);
    const began = row.started_at_ms ?? row.requested_at_ms;
    return {
      ...row,
      model_call_id: row.model_call_id ?? this.#askedBy.get(row.tool_call_id),
      ordinal: row.last_ordinal,
      duration_ms:
        typeof began === "number" && typeof row.finished_at_ms === "number"
          ? row.finished_at_ms - began
          : undefined,
      turn_id: turn?.turn_id ?? row.turn_id,
      key_origins: turn === undefined ? undefined : { turn_id: { how: turn.how, rule: turn.rule } },
    };
  }
}

/** What an event says about a call besides its state. */
export interface Said {
  readonly tool_name?: string | undefined;
  readonly tool_type?: string | undefined;
  readonly input?: JsonValue | undefined;
  readonly model_call_id?: string | undefined;
  readonly executed_by?: Row["executed_by"];
}

/** What an event says about the end of a call. */
export interface Outcome extends Said {
  readonly result?: JsonValue | undefined;
  /** Whether the source says that it failed. */
  readonly failed?: boolean | undefined;
  readonly error?: string | undefined;
}

/** Value of a result text that is JSON of an object or list; the value itself otherwise. */
export function parsedResult(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return parseExact(value);
  } catch {
    // Tools may answer anything; a text that only looks like JSON stays a text.
    return value;
  }
}

/**
 * Error that a result text states: the runtime folds tool errors into the text, with `Error:` in front or as
 * an object whose only news is its `error` member. Undefined when the result is none.
 */
export function errorOfResult(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string" && /^\s*Error:/.test(value)) return value.trim();
  const error = asObject(parsedResult(value))?.["error"];
  const text = asText(error) ?? asText(asObject(error)?.["message"]);
  return text;
}

function newest(a: number | null | undefined, b: number | undefined): number | undefined {
  return b === undefined ? (a ?? undefined) : Math.max(a ?? b, b);
}

function resultText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
