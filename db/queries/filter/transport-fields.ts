import { sql } from "drizzle-orm";
import { httpRequests, wsSessions } from "../../schema";
import { column, contains, either, flags, nowhere, type ListFields, type TextSql } from "./field-sql";
import { recordsSaying } from "./text-sql";

/** How HTTP exchanges answer the fields of the transport list. */
export const httpFields: ListFields<"transport"> = {
  kind: flags({ http: sql`TRUE` }),
  method: column(httpRequests.method),
  status: column(httpRequests.status),
  close_code: nowhere,
  path: either(contains(httpRequests.path), contains(httpRequests.route)),
  has: flags({ error: sql`(${httpRequests.error_text} IS NOT NULL OR ${httpRequests.status} >= 400)` }),
  conv: column(httpRequests.conv_id),
  id: either(column(httpRequests.http_id), column(httpRequests.request_id)),
  time: column(sql`+${httpRequests.occurred_at_ms}`),
  duration: column(httpRequests.latency_ms),
  size: column(httpRequests.response_bytes),
};

export const httpText: TextSql = (term) =>
  sql`${httpRequests.http_id} IN (SELECT key FROM ${recordsSaying(term, "http")})`;

/** How WebSocket sessions answer them. 1000 and 1001 are the two ways of closing in good order. */
export const wsFields: ListFields<"transport"> = {
  kind: flags({ ws: sql`TRUE` }),
  method: nowhere,
  status: nowhere,
  close_code: column(wsSessions.close_code),
  path: nowhere,
  has: flags({ error: sql`${wsSessions.close_code} NOT IN (1000, 1001)` }),
  conv: column(wsSessions.conv_id),
  id: column(wsSessions.socket_id),
  time: column(sql`+${wsSessions.connected_at_ms}`),
  duration: column(sql`(${wsSessions.disconnected_at_ms} - ${wsSessions.connected_at_ms})`),
  size: column(sql`(coalesce(${wsSessions.bytes_in}, 0) + coalesce(${wsSessions.bytes_out}, 0))`),
};

export const wsText: TextSql = (term) =>
  sql`${wsSessions.socket_id} IN (SELECT key FROM ${recordsSaying(term, "ws")})`;
