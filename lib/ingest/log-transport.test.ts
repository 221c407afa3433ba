import { expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { decodeLines, envelopesOf } from "@/lib/testing/decode-sample";
import type { FolderHints } from "./format";
import { createServerLogDecoder } from "./server-log";

const line = (second: number, message: string, fields: object = {}): string =>
  JSON.stringify({
    level: "debug",
    time: `2026-11-23T15:00:${String(second).padStart(2, "0")}Z`,
    message,
    ...fields,
  });
const at = (second: number): number => Date.parse("2026-11-23T15:00:00Z") + second * 1_000;
const socket = (second: number, message: string, port = 1, more: object = {}): string =>
  line(second, message, { conv_id: "c1", remote: `127.0.0.1:${String(port)}`, ...more });

function recordsOf(lines: readonly string[], folder?: FolderHints): readonly RecordChange[] {
  const bytes = Buffer.from(lines.join("\n"));
  return envelopesOf(decodeLines(createServerLogDecoder, bytes, { name: "server.log", folder })).flatMap(
    ({ records }) => records,
  );
}

/** What the statements about each thing add up to: later ones fill and replace. */
function merged(rows: readonly { readonly id: string; readonly row: object }[]): object[] {
  const known = new Map<string, object>();
  for (const { id, row } of rows) {
    const stated = Object.entries(row).filter(([, value]) => value !== undefined);
    known.set(id, { ...known.get(id), ...Object.fromEntries(stated) });
  }
  return [...known.values()];
}

const sockets = (records: readonly RecordChange[]): object[] =>
  merged(
    records.flatMap((change) =>
      change.set === "ws_sessions" ? [{ id: change.row.socket_id, row: change.row }] : [],
    ),
  );
const requests = (records: readonly RecordChange[]): object[] =>
  merged(
    records.flatMap((change) =>
      change.set === "http_requests" ? [{ id: change.row.http_id, row: change.row }] : [],
    ),
  );

test("a socket is what the server says of it from request to end, with its close code", () => {
  const found = sockets(
    recordsOf([
      socket(1, "ws connect request"),
      socket(1, "ws joining conversation"),
      socket(2, "ws connected"),
      socket(3, "ws connected", 2),
      socket(8, "ws read loop end", 1, { error: "websocket: close 1005 (no status)" }),
      socket(9, "ws disconnected"),
    ]),
  );
  expect(found).toMatchObject([
    {
      conv_id: "c1",
      connected_at_ms: at(1),
      disconnected_at_ms: at(9),
      close_code: 1005,
      close_initiator: "unknown",
    },
    { conv_id: "c1", connected_at_ms: at(3) },
  ]);
  expect(found[1]).not.toHaveProperty("disconnected_at_ms");
});

test("the socket that goes after the server dropped one was dropped by the server", () => {
  const found = sockets(
    recordsOf([
      socket(1, "ws connected"),
      line(5, "ws send buffer full, dropping connection", { conv_id: "c1" }),
      socket(5, "ws disconnected"),
      socket(7, "ws disconnected", 2),
    ]),
  );
  expect(found).toMatchObject([
    {
      close_initiator: "server",
      close_reason: "ws send buffer full, dropping connection",
      disconnected_at_ms: at(5),
    },
    { close_initiator: "unknown", disconnected_at_ms: at(7) },
  ]);
});

test("a port that is used again is another socket", () => {
  const lines = [socket(1, "ws connected"), socket(2, "ws disconnected"), socket(3, "ws connected")];
  expect(sockets(recordsOf(lines))).toHaveLength(2);
});

test("sockets that a recording of the folder shows are left to it", () => {
  const folder = { conversations: new Map<string, string>(), captured: new Set(["c1"]) };
  expect(sockets(recordsOf([socket(1, "ws connected"), socket(2, "ws disconnected")], folder))).toEqual([]);
});

test("prompts that came in belong to the conversation that the line names", () => {
  expect(requests(recordsOf([line(1, "/chat received", { conv_id: "c1", prompt_len: 5 })]))).toMatchObject([
    { direction: "inbound", method: "POST", path: "/chat", conv_id: "c1", occurred_at_ms: at(1) },
  ]);
});

const send = (second: number): string =>
  line(second, "Responses: sending request", {
    url: "https://api.example.com/v1?key=secret",
    body_len: 18887,
    stream: true,
  });

test("an answer is put to the request that waits; where several wait, to none", () => {
  const alone = recordsOf([send(1), line(3, "Responses: HTTP response received", { status: 200 })]);
  expect(requests(alone)).toMatchObject([
    {
      direction: "outbound",
      path: "https://api.example.com/v1?key=[redacted]",
      request_bytes: 18887,
      status: 200,
      latency_ms: 2_000,
    },
  ]);
  const mixed = requests(
    recordsOf([
      send(1),
      send(2),
      line(3, "Responses: HTTP response received", { status: 200 }),
      line(4, "Responses: HTTP response received", { status: 500 }),
      send(5),
      line(6, "Responses: HTTP request failed", { error: "EOF" }),
    ]),
  );
  expect(mixed).toHaveLength(3);
  expect(mixed.map((row) => "status" in row)).toEqual([false, false, false]);
  expect(mixed[2]).toMatchObject({ error_text: "EOF", latency_ms: 1_000 });
});

test("a request that the provider refused has its status", () => {
  const error = 'chat completions error: status=429 body={"error": {"message": "status=1"}}';
  expect(requests(recordsOf([line(1, "OpenAI streaming request failed", { error })]))).toMatchObject([
    { direction: "outbound", status: 429, error_text: error },
  ]);
});
