import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import { countOf, described, oneLine, phrase, type Described } from "./described";
import { tookOf } from "./describe-calls";

/** Close codes that end a socket as both sides meant it. */
const orderlyCloseCodes: readonly (number | null)[] = [null, 1000, 1001];

export function describeHttp(row: LoadedRow<"http">): Described {
  const isFailed = row.error_text !== null || (row.status !== null && row.status >= 400);
  return described({
    ref: recordRef("http", row.http_id),
    kind: "http",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms,
    title: `${row.method ?? "HTTP"} ${row.route ?? row.path ?? ""}`.trim(),
    summary: phrase(
      row.status === null ? (row.error_text === null ? "no status" : "no answer") : String(row.status),
      oneLine(row.error_text),
      row.cors_outcome === "denied" && "CORS denied",
      row.auth_outcome === "denied" && "authentication denied",
      row.response_bytes !== null && `${row.response_bytes} B`,
    ),
    took_ms: row.latency_ms,
    mark: "transport",
    tone: isFailed ? "failed" : null,
    subject: row.http_id,
  });
}

/** A socket gives two items: where it opened, and where it closed (`ws:<id>/close`). */
export function describeSocket(row: LoadedRow<"ws">): Described[] {
  const base = {
    kind: "ws",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    mark: "transport",
    subject: row.socket_id,
  } as const;
  const opened = described({
    ...base,
    ref: recordRef("ws", row.socket_id),
    at_ms: row.connected_at_ms ?? row.occurred_at_ms,
    title: "ws connected",
    summary: row.socket_id,
  });
  if (row.disconnected_at_ms === null && row.close_code === null) return [opened];
  const isOrderly = orderlyCloseCodes.includes(row.close_code);
  const closed = described({
    ...base,
    ref: recordRef("ws", row.socket_id, "close"),
    at_ms: row.disconnected_at_ms,
    title: row.close_code === null ? "ws closed" : `ws closed ${row.close_code}`,
    summary: phrase(
      row.close_initiator !== null && row.close_initiator !== "unknown" && `by ${row.close_initiator}`,
      oneLine(row.close_reason),
      countOf(row.frames_out, "frame"),
    ),
    took_ms: tookOf(row.connected_at_ms, row.disconnected_at_ms),
    tone: isOrderly ? null : "failed",
  });
  return [opened, closed];
}
