import type { RecordedErrorDetail, RecordedPanic } from "@/lib/contracts/error";
import type { OrderingAnomalyRow } from "@/lib/contracts/event";
import type { ProjectionFaultRow } from "@/lib/contracts/timeline";
import type { HttpRequestRow, WsSessionDetail } from "@/lib/contracts/transport";
import { anomalyText } from "../anomaly-text";
import { firstOf, jsonPayload, nowhere, placeOf, sheetOf, textPayload, type RecordSheet } from "./sheet";

/** Close codes by which a socket says that it was meant to close: normal, and going away. */
const plannedCloses = new Set([1000, 1001]);

export function httpSheet(row: HttpRequestRow): RecordSheet {
  const title = `${row.method ?? "HTTP"} ${row.route ?? row.path ?? ""}`.trim();
  return sheetOf(title, row.error_text, "http_requests", row, {
    mark: "transport",
    failed: row.error_text !== null || (row.status ?? 0) >= 500,
  });
}

export function wsSheet({ session }: WsSessionDetail): RecordSheet {
  return sheetOf("WebSocket", session.close_reason, "ws_sessions", session, {
    mark: "transport",
    failed: session.close_code !== null && !plannedCloses.has(session.close_code),
    place: {
      ...placeOf(session),
      at_ms: session.connected_at_ms,
      until_ms: session.disconnected_at_ms,
      subject: session.socket_id,
    },
  });
}

export function errorSheet(row: RecordedErrorDetail): RecordSheet {
  return sheetOf(row.error_code, firstOf(row.raw_message, row.safe_message), "errors", row, {
    mark: row.error_class,
    failed: true,
    place: {
      ...placeOf(row),
      ordinal: firstOf(row.event_ordinal, row.ordinal),
      subject: firstOf(row.tool_call_id, row.model_call_id, row.entity_id),
    },
    payloads: [...textPayload("Message", row.raw_message), ...textPayload("Stack", row.stack)],
  });
}

export function anomalySheet(row: OrderingAnomalyRow): RecordSheet {
  return sheetOf(`order ${row.kind.replaceAll("_", " ")}`, anomalyText(row), "ordering_anomalies", row, {
    mark: "transport",
    place: { ...nowhere, at_ms: firstOf(row.occurred_at_ms, row.ingested_at_ms), ordinal: row.ordinal },
  });
}

export function faultSheet(row: ProjectionFaultRow): RecordSheet {
  return sheetOf(`projection ${row.kind.replaceAll("_", " ")}`, row.detail, "projection_faults", row, {
    mark: "projection",
    place: {
      ...placeOf(row),
      ordinal: firstOf(row.ordinal, row.next_ordinal, row.previous_ordinal),
      subject: row.entity_id,
    },
    payloads: [
      ...jsonPayload("Stored", row.stored_value),
      ...jsonPayload("Recomputed", row.recomputed_value),
    ],
  });
}

export function panicSheet(row: RecordedPanic): RecordSheet {
  return sheetOf("panic", row.message, "panics", row, {
    mark: "runtime",
    failed: true,
    payloads: textPayload("Stack", row.stack),
  });
}
