import { desc, isNotNull } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/transport";
import { columnsOf } from "../columns";

/** HTTP exchanges. `conv_id` may be NULL: not every request belongs to a conversation. */
export const httpRequests = sqliteTable("http_requests", columnsOf(model.httpRequests), (t) => [
  primaryKey({ columns: [t.http_id] }),
  index("http_requests_by_conversation").on(t.conv_id, t.occurred_at_ms),
  index("http_requests_recent").on(desc(t.occurred_at_ms), t.http_id),
  index("http_requests_by_request").on(t.request_id),
  index("http_requests_by_repeat").on(t.idempotency_key).where(isNotNull(t.idempotency_key)),
  index("http_requests_by_trace").on(t.trace_id).where(isNotNull(t.trace_id)),
]);

/** WebSocket sessions. */
export const wsSessions = sqliteTable("ws_sessions", columnsOf(model.wsSessions), (t) => [
  primaryKey({ columns: [t.socket_id] }),
  index("ws_sessions_by_conversation").on(t.conv_id, t.connected_at_ms),
  index("ws_sessions_recent").on(desc(t.connected_at_ms), t.socket_id),
]);

/** Pings of WebSocket sessions, in order of time. */
export const wsPings = sqliteTable("ws_pings", columnsOf(model.wsPings), (t) => [
  primaryKey({ columns: [t.socket_id, t.sent_at_ms] }),
]);
