import type { InspectedRecord } from "@/lib/client/inspector-record";
import type { Mark } from "@/lib/contracts/joined";
import type { PlacedBlock } from "@/lib/contracts/turn";
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

/** Content of a record that is fetched and shown on demand. */
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

const nowhere: RecordPlace = { at_ms: null, until_ms: null, ordinal: null, turn_id: null, subject: null };

/** Prepares a record for the details pane. Pure; no payload is copied. */
export function recordSheet(record: InspectedRecord): RecordSheet {
  switch (record.kind) {
    case "event": {
      const { event, payload, text, capture_profile, encoding } = record.detail;
      return {
        title: event.type,
        message: event.decode_error,
        mark: event.class === "log" ? "log" : "neutral",
        failed: event.decode_status === "failed",
        set: "envelope",
        fields: { ...event, encoding, capture_profile, sha256_verified: record.detail.sha256_verified },
        place: {
          ...nowhere,
          at_ms: event.occurred_at_ms ?? event.ingested_at_ms,
          ordinal: event.ordinal,
          turn_id: event.turn_id,
          subject: event.event_id,
        },
        payloads: payload === null ? textPayload("Envelope", text) : [{ label: "Envelope", value: payload }],
      };
    }
    case "turn": {
      const { turn } = record.detail;
      return {
        title: `turn ${turn.position ?? turn.turn_id}`,
        message: turn.prompt_text,
        mark: "turn",
        failed: turn.outcome === "failed",
        set: "turns",
        fields: turn,
        place: { ...placeOf(turn), at_ms: turn.started_at_ms, until_ms: turn.finished_at_ms, subject: null },
        payloads: [...jsonPayload("Metadata", turn.metadata), ...jsonPayload("Data", turn.data)],
      };
    }
    case "snapshot": {
      const { snapshot } = record;
      return {
        title: snapshot.phase,
        message: null,
        mark: "turn",
        failed: snapshot.phase === "failed",
        set: "turn_snapshots",
        fields: snapshot,
        place: { ...placeOf(snapshot), at_ms: snapshot.snapshot_at_ms, turn_id: snapshot.turn_id },
        payloads: [
          ...textPayload("Payload", snapshot.payload),
          { label: "Blocks", value: snapshot.blocks.map(blockPayload) },
          ...jsonPayload("Metadata", snapshot.metadata),
          ...jsonPayload("Data", snapshot.data),
        ],
      };
    }
    case "entity":
    case "entity_version": {
      const { entity, counterpart } = record.detail;
      const version = record.kind === "entity_version" ? record.version : undefined;
      return {
        title: `${entity.kind} ${entity.entity_id}`,
        message: version?.summary ?? entity.summary,
        mark: "projection",
        failed: entity.agreement !== "match" && entity.agreement !== "only_stored",
        set: version === undefined ? "entities" : "entity_versions",
        fields: version ?? entity,
        place: {
          ...placeOf(entity),
          at_ms: version?.occurred_at_ms ?? entity.created_at_ms ?? entity.occurred_at_ms,
          until_ms: version === undefined ? entity.entity_updated_at_ms : null,
          ordinal: version?.ordinal ?? entity.first_ordinal ?? entity.ordinal,
          subject: entity.entity_id,
        },
        payloads: [
          ...jsonPayload(`Props as ${entity.origin}`, entity.props),
          ...(counterpart === null ? [] : jsonPayload(`Props as ${counterpart.origin}`, counterpart.props)),
        ],
      };
    }
    case "model_call": {
      const call = record.detail.model_call;
      return {
        title: `model call ${call.response_model ?? call.request_model ?? call.call_id}`,
        message: call.error_message ?? call.output_preview,
        mark: "model",
        failed: call.status === "failed",
        set: "model_calls",
        fields: call,
        place: {
          ...placeOf(call),
          at_ms: call.started_at_ms ?? call.occurred_at_ms,
          until_ms: call.finished_at_ms,
          ordinal: call.last_ordinal ?? call.first_ordinal ?? call.ordinal,
          subject: call.call_id,
        },
        payloads: [
          ...jsonPayload("Request", call.request_body),
          ...jsonPayload("Response", call.response_body),
          ...jsonPayload("Parameters", call.parameters),
        ],
      };
    }
    case "tool_call": {
      const call = record.detail.tool_call;
      return {
        title: `tool ${call.tool_name ?? call.tool_call_id}`,
        message: call.error_text ?? call.cancel_cause,
        mark: "tool",
        failed: call.status === "failed" || call.status === "timed_out" || call.status === "rejected",
        set: "tool_calls",
        fields: call,
        place: {
          ...placeOf(call),
          at_ms: call.started_at_ms ?? call.requested_at_ms ?? call.occurred_at_ms,
          until_ms: call.finished_at_ms,
          ordinal: call.last_ordinal ?? call.first_ordinal ?? call.ordinal,
          subject: call.tool_call_id,
        },
        payloads: [
          ...jsonPayload("Arguments", call.arguments),
          ...jsonPayload("Result", call.result),
          ...textPayload("Arguments as received", call.arguments_raw),
          ...textPayload("Result as received", call.result_raw),
        ],
      };
    }
    case "middleware": {
      const { row } = record;
      return sheet(`middleware ${row.name ?? row.step_id}`, row.error_text, "middleware_steps", row, {
        failed: row.error_text !== null,
        place: { ...placeOf(row), at_ms: row.started_at_ms ?? row.occurred_at_ms },
        payloads: jsonPayload("Changed blocks", row.changed_blocks),
      });
    }
    case "mode": {
      const { row } = record;
      return sheet(`${row.kind ?? "mode"} → ${row.to_mode ?? "?"}`, row.rationale, "mode_decisions", row, {
        payloads: jsonPayload("Metadata", row.metadata),
      });
    }
    case "transform": {
      const { row } = record;
      return sheet(`prompt transform ${row.name ?? ""}`.trim(), null, "prompt_transforms", row, {
        payloads: [
          ...textPayload("Before", row.before_text),
          ...textPayload("After", row.after_text),
          ...textPayload("Difference", row.diff),
        ],
      });
    }
    case "guardrail": {
      const { row } = record;
      return sheet(`guardrail ${row.policy ?? ""}`.trim(), row.subject, "guardrail_decisions", row, {});
    }
    case "planner": {
      const { row } = record;
      return sheet(
        `planner → ${row.chosen ?? "?"}`,
        row.candidates.find(({ chosen }) => chosen === true)?.rationale ?? null,
        null,
        row,
        {
          place: {
            ...nowhere,
            at_ms: row.occurred_at_ms,
            ordinal: row.ordinal,
            turn_id: row.turn_id,
            subject: row.decision_id,
          },
        },
      );
    }
    case "http": {
      const { row } = record;
      return sheet(
        `${row.method ?? "HTTP"} ${row.route ?? row.path ?? ""}`.trim(),
        row.error_text,
        "http_requests",
        row,
        {
          mark: "transport",
          failed: row.error_text !== null || (row.status ?? 0) >= 500,
        },
      );
    }
    case "ws": {
      const { session } = record.detail;
      return sheet("WebSocket", session.close_reason, "ws_sessions", session, {
        mark: "transport",
        failed: session.close_code !== null && session.close_code !== 1000 && session.close_code !== 1001,
        place: {
          ...placeOf(session),
          at_ms: session.connected_at_ms,
          until_ms: session.disconnected_at_ms,
          subject: session.socket_id,
        },
      });
    }
    case "error": {
      const { row } = record;
      return sheet(row.error_code, row.raw_message ?? row.safe_message, "errors", row, {
        mark: row.error_class,
        failed: true,
        place: {
          ...placeOf(row),
          ordinal: row.event_ordinal ?? row.ordinal,
          subject: row.tool_call_id ?? row.model_call_id ?? row.entity_id,
        },
        payloads: [...textPayload("Stack", row.stack), ...textPayload("Message", row.raw_message)],
      });
    }
    case "anomaly": {
      const { row } = record;
      return sheet(row.kind.replaceAll("_", " "), null, "ordering_anomalies", row, {
        mark: "transport",
        place: { ...nowhere, at_ms: row.occurred_at_ms ?? row.ingested_at_ms, ordinal: row.ordinal },
      });
    }
    case "fault": {
      const { row } = record;
      return sheet(`projection ${row.kind.replaceAll("_", " ")}`, row.detail, "projection_faults", row, {
        mark: "projection",
        failed: true,
        place: {
          ...placeOf(row),
          ordinal: row.ordinal ?? row.next_ordinal ?? row.previous_ordinal,
          subject: row.entity_id,
        },
        payloads: [
          ...jsonPayload("Stored", row.stored_value),
          ...jsonPayload("Recomputed", row.recomputed_value),
        ],
      });
    }
    case "panic": {
      const { row } = record;
      return sheet("panic", row.message, "panics", row, {
        mark: "runtime",
        failed: true,
        payloads: textPayload("Stack", row.stack),
      });
    }
    case "missing":
      return sheet("not found", null, null, {}, { place: nowhere });
  }
}

interface Keys {
  readonly occurred_at_ms?: number | null;
  readonly ordinal?: string | null;
  readonly turn_id?: string | null;
  readonly event_id?: string | null;
}

/** The place that keys and clocks give; most records have them. */
function placeOf(row: Keys): RecordPlace {
  return {
    at_ms: row.occurred_at_ms ?? null,
    until_ms: null,
    ordinal: row.ordinal ?? null,
    turn_id: row.turn_id ?? null,
    subject: row.event_id ?? null,
  };
}

function sheet(
  title: string,
  message: string | null,
  set: RecordSheet["set"],
  row: Keys & Readonly<Record<string, unknown>>,
  rest: Partial<Pick<RecordSheet, "mark" | "failed" | "place" | "payloads">>,
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

function jsonPayload(label: string, value: JsonValue | null): RecordPayload[] {
  return value === null ? [] : [{ label, value }];
}

function textPayload(label: string, text: string | null): RecordPayload[] {
  return text === null || text === "" ? [] : [{ label, text }];
}

/** A block as its source had it, without what the console found out about it. */
function blockPayload({ block_id, kind, role, payload, metadata }: PlacedBlock): JsonValue {
  return { id: block_id, kind, role, payload, metadata };
}
