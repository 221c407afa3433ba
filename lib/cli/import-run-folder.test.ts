import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openForReading, type ReadStore } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { goJson, writeFolder } from "@/lib/testing/run-folder";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { importPaths } from "./import";

const secret = "sk-live-0123456789abcdef";
const cookie = "__cf_bm=5ec2e7c00kie";
const request =
  '{"model":"gpt-5","input":[{"role":"user","content":"a < b & \\u00e9"}],"stream":true,"top_p":0.5}';

const event = (type: string, ts: number, message: string, more: object = {}): string =>
  `${JSON.stringify({ event: { type, meta: { message_id: message, model: "gpt-5" }, ...more }, ts, type })}\n`;
const turn = (text: string): string =>
  `id: turn-a\nblocks:\n  - id: u1\n    kind: user\n    payload: {text: ${text}}\n`;

/** A run with one follow-up, in the shape of geppetto's fixture runner: neither events nor raw files name a session. */
function runFolder(): string {
  const [first, second] = ["11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"];
  const head = (index: number) => ({ turn_index: index, turn_id: "turn-a" });
  const headers = {
    Authorization: [`Bearer ${secret}`],
    "Content-Type": ["application/json"],
    "X-Api-Key": [secret, `second "${secret}`],
  };
  const url = `https://api.openai.com/v1/responses?alt=sse&key=${secret}`;
  const sse = (index: number, id: string): string =>
    [
      `# turn_index=${String(index)} turn_id=turn-a`,
      `event: response.created\n{"type":"response.created","response":{"id":"${id}","model":"gpt-5-2025-08-07"}}`,
      `event: response.output_text.delta\n{"type":"response.output_text.delta","delta":"Good","output_index":0}`,
      `event: response.completed\n{"type":"response.completed","response":{"id":"${id}","usage":{"input_tokens":9,"output_tokens":${String(index)}}}}`,
    ].join("\n\n");
  return writeFolder("run-7", {
    "input_turn.yaml": turn("hello"),
    "final_turn.yaml": turn("hello, answered"),
    "final_turn_2.yaml": turn("again"),
    "events.ndjson":
      event("start", 1_790_000_000_000, first) + event("final", 1_790_000_001_000, first, { text: "Good" }),
    "events-2.ndjson":
      event("start", 1_790_000_002_000, second) +
      event("error", 1_790_000_003_000, second, { error_string: "x" }),
    "report.md": "# E2E Responses Report\n\n- Model: gpt-5\n",
    "raw/turn-1-http-request.json": goJson({ ...head(1), method: "POST", url, headers, body: request }),
    "raw/turn-1-sse.log": sse(1, "resp_1"),
    "raw/turn-1-input.yaml": turn("hello"),
    "raw/turn-1-provider-000001-response.completed.json": goJson({
      ...head(1),
      seq: 1,
      type: "response.completed",
      object: { n: "9007199254740993" },
    }),
    "raw/turn-2-http-request.json": goJson({ ...head(2), method: "POST", url, headers, body: request }),
    "raw/turn-2-http-response.json": goJson({
      ...head(2),
      status: 429,
      headers: { Date: ["Tue, 24 Nov 2026 10:00:00 GMT"], "Set-Cookie": [cookie] },
      body: { error: { message: "Slow down", code: "rate_limit_exceeded" } },
    }),
  });
}

let store: ReadStore | undefined;
afterEach(() => {
  store?.sqlite.close();
});

async function imported(folder: string): Promise<{ readonly data: string; rows(sql: string): unknown[] }> {
  const data = temporaryFolder();
  const results = await importPaths([folder], { data }, () => undefined);
  expect(results.filter(({ format }) => format === null).map(({ path }) => path)).toEqual([]);
  expect(results.flatMap(({ conflict, rejected }) => conflict + rejected)).toEqual(results.map(() => 0));
  const opened = openForReading(storePath(data));
  store = opened;
  return { data, rows: (sql) => opened.sqlite.prepare(sql).all() };
}

test("a run folder is one conversation, and what went over the wire stands on the calls of its events", async () => {
  const { rows } = await imported(runFolder());
  expect(rows("SELECT conv_id FROM conversations")).toEqual([{ conv_id: "run-7" }]);
  const sha256 = createHash("sha256").update(request).digest("hex");
  expect(
    rows(`SELECT substr(call_id, 1, 1) AS call, status, response_id, request_hash, request_body ->> '$.input[0].content' AS said,
      parameters ->> '$.top_p' AS top_p, output_tokens, error_code FROM model_calls ORDER BY started_at_ms`),
  ).toEqual([
    {
      call: "1",
      status: "succeeded",
      response_id: "resp_1",
      request_hash: sha256,
      said: "a < b & é",
      top_p: 0.5,
      output_tokens: 1n,
      error_code: null,
    },
    {
      call: "2",
      status: "failed",
      response_id: null,
      request_hash: sha256,
      said: "a < b & é",
      top_p: 0.5,
      output_tokens: null,
      error_code: "429",
    },
  ]);
  expect(
    rows(
      "SELECT method, status, direction, path, request_bytes, error_text FROM http_requests ORDER BY http_id",
    ),
  ).toEqual(
    [null, 429n].map((status) => ({
      method: "POST",
      status,
      direction: "outbound",
      path: "https://api.openai.com/v1/responses?alt=sse&key=[redacted]",
      request_bytes: BigInt(Buffer.byteLength(request)),
      error_text: status === null ? null : "rate_limit_exceeded: Slow down",
    })),
  );
  expect(rows("SELECT DISTINCT turn_id, phase FROM turn_snapshots ORDER BY turn_id, phase")).toEqual([
    { turn_id: "turn-a", phase: "final" },
    { turn_id: "turn-a", phase: "input" },
    { turn_id: "turn-a#followup-1", phase: "final" },
  ]);
});

test("credentials of a recorded exchange reach no file", async () => {
  const { data } = await imported(runFolder());
  for (const name of readdirSync(data, { recursive: true, encoding: "utf8" })) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(data, name));
    } catch {
      // A folder.
      continue;
    }
    for (const word of [secret, cookie]) expect({ name, at: bytes.indexOf(word) }).toEqual({ name, at: -1 });
  }
});
