import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { ErrorClass } from "@/lib/domain/model/error";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import { contentKey } from "../undecodable";
import { hashText } from "./hash-text";
import { plainRowEnvelope, rowBytes, rowEnvelope } from "./row-envelope";
import { cellDate, cellOrdinal, cellText } from "./row-values";

/** A row of `sessionstream_projection_cursors`. A cursor behind the last event means that a projection failed or was cut. */
export function decodeCursorRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values, joined } = row;
  const conv_id = cellText(values, "session_id");
  const handler = cellText(values, "projector");
  const cursor = cellOrdinal(values, "cursor") ?? cellOrdinal(values, "cursor_ordinal");
  if (conv_id === undefined || handler === undefined) return plainRowEnvelope(row, context, "no key");
  const updated_at_ms = cellDate(values, "updated_at");
  const last = cellOrdinal(joined, "last_ordinal");
  const records: RecordChange[] = [
    { set: "projectors", row: { conv_id, handler, cursor_ordinal: cursor, updated_at_ms } },
  ];
  if (cursor !== undefined && last !== undefined && cursor < last) {
    records.push({
      set: "projection_faults",
      row: {
        fault_id: `cursor|${conv_id}|${handler}|${String(cursor)}`,
        conv_id,
        session_id: conv_id,
        kind: "version_gap",
        field: "cursor",
        count: Number(last - cursor),
        detail: `projector ${handler} stands at ${String(cursor)}, the last event is ${String(last)}`,
        stored_value: String(cursor),
        recomputed_value: String(last),
        version: cursor,
        occurred_at_ms: updated_at_ms,
      },
    });
  }
  return rowEnvelope(row, context, {
    conv_id,
    session_id: conv_id,
    occurred_at_ms: updated_at_ms,
    // The last event is no column of the row, but a cursor that fell behind is news.
    identity: [handler, cursor, cellText(values, "updated_at"), last],
    records,
  });
}

/** Where in the work on an event the store noted a failure -> stable code. */
const codes: Readonly<Record<string, readonly [ErrorClass, string]>> = {
  decode: ["projection", "projection.decode_failed"],
  ordinal: ["storage", "storage.ordinal_conflict"],
  "ui-projection": ["projection", "projection.transform_failed"],
  "timeline-projection": ["projection", "projection.transform_failed"],
  fanout: ["transport", "transport.fanout_failed"],
  store: ["storage", "storage.write_failed"],
};

/** A row of `sessionstream_errors`: a failure that the runtime's own store noted. */
export function decodeErrorRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "session_id");
  const kind = cellText(values, "kind") ?? "unknown";
  const message = cellText(values, "error");
  const occurred_at_ms = cellDate(values, "created_at");
  const [error_class, error_code] = codes[kind] ?? (["storage", `storage.${slug(kind)}`] as const);
  const event_name = cellText(values, "event_name");
  const fingerprint = hashText(stringifyExact([error_code, event_name ?? null, withoutNumbers(message ?? "")])).slice(0, 32);
  const error_id = `row|${contentKey(rowBytes(values))}`;
  return rowEnvelope(row, context, {
    conv_id,
    session_id: conv_id,
    event_id: event_name,
    occurred_at_ms,
    identity: [cellOrdinal(values, "id"), kind, occurred_at_ms],
    records: [
      {
        set: "errors",
        row: {
          error_id,
          conv_id,
          session_id: conv_id,
          error_class,
          error_code,
          safe_message: `the runtime noted a failure in its ${kind} step`,
          raw_message: message,
          fingerprint,
          fingerprint_version: 1,
          normalised_message: withoutNumbers(message ?? ""),
          handled: true,
          severity: "error",
          seq: cellOrdinal(values, "ordinal"),
          occurred_at_ms,
        },
      },
    ],
  });
}

function slug(kind: string): string {
  return kind.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, "#");
}
