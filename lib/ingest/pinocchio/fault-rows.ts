import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { classOf, type FailureCode } from "@/lib/domain/failures/taxonomy";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import { contentKey } from "../undecodable";
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

/** Where in its work on an event the store noted a failure -> stable code. */
const codes: Readonly<Record<string, FailureCode>> = {
  decode: "projection.handler_failed",
  ordinal: "storage.write_failed",
  "ui-projection": "projection.handler_failed",
  "timeline-projection": "projection.handler_failed",
  fanout: "transport.frame_gap",
  store: "storage.write_failed",
};

/** A row of `sessionstream_errors`: a failure that the runtime's own store noted. */
export function decodeErrorRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "session_id");
  const kind = cellText(values, "kind") ?? "unknown";
  const event_name = cellText(values, "event_name");
  const occurred_at_ms = cellDate(values, "created_at");
  const error_code = codes[kind] ?? "storage.write_failed";
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
          error_id: `row|${contentKey(rowBytes(values))}`,
          conv_id,
          session_id: conv_id,
          event_id: event_name,
          error_class: classOf(error_code),
          error_code,
          safe_message: `The runtime noted a failure in its step ${kind}.`,
          raw_message: cellText(values, "error"),
          handled: true,
          severity: "error",
          seq: cellOrdinal(values, "ordinal"),
          occurred_at_ms,
        },
      },
    ],
  });
}
