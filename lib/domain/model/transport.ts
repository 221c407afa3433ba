import { bytes, content, epochMs, int, label, ms, oneOf, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";

/** HTTP requests that a runtime answered or made. */
export const httpRequests = recordSet({
  name: "http_requests",
  domain: 8,
  doc: "One HTTP exchange.",
  sources: "native transport.http; HTTP panics in server logs",
  key: ["http_id"],
  fields: {
    http_id: required(text("Identity of the exchange")),
    conv_id: text("Conversation"),
    direction: oneOf(["inbound", "outbound"] as const, "Whether the runtime answered or asked"),
    method: label("HTTP method"),
    path: content("Path as sent", { sensitivity: "personal" }),
    route: label("Route pattern"),
    mount_prefix: label("Prefix under which the routes are mounted"),
    status: int("HTTP status; absent when none was sent, or none recorded"),
    latency_ms: ms("Time to the end of the answer"),
    request_bytes: bytes("Size of the request body"),
    response_bytes: bytes("Size of the response body"),
    origin: label("Origin header"),
    user_agent: label("User agent"),
    cors_outcome: label("allowed, denied, not_cors"),
    auth_outcome: label("allowed, denied, anonymous"),
    error_text: content("What went wrong below HTTP"),
    ...keysAndClocks,
  },
});

/** WebSocket sessions. */
export const wsSessions = recordSet({
  name: "ws_sessions",
  domain: 8,
  doc: "One WebSocket from connect to close.",
  sources: "captures of frames (connect from the first frame, close line), native transport.ws",
  key: ["socket_id"],
  fields: {
    socket_id: required(text("Identity of the socket")),
    conv_id: text("Conversation to which it subscribed"),
    connected_at_ms: epochMs("Connect", { merge: "min" }),
    disconnected_at_ms: epochMs("Disconnect", { merge: "max" }),
    close_code: int("Close code"),
    close_reason: content("Close reason"),
    close_initiator: oneOf(["client", "server", "network", "unknown"] as const, "Who closed"),
    frames_in: int("Frames from client to server"),
    frames_out: int("Frames from server to client"),
    bytes_in: bytes("Bytes from client to server"),
    bytes_out: bytes("Bytes from server to client"),
    ping_count: int("Pings answered"),
    ping_p50_ms: ms("Median ping latency"),
    ping_p95_ms: ms("95th percentile of ping latency"),
    ping_max_ms: ms("Longest ping"),
    ...keysAndClocks,
  },
});

/** Pings of a WebSocket session. */
export const wsPings = recordSet({
  name: "ws_pings",
  domain: 8,
  doc: "One ping and its pong.",
  sources: "native transport.ping",
  key: ["socket_id", "sent_at_ms"],
  fields: {
    socket_id: required(text("Socket")),
    sent_at_ms: required(epochMs("Ping")),
    latency_ms: ms("Time to the pong; absent when none came"),
    conv_id: text("Conversation"),
  },
});
