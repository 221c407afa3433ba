import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as openRequest } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { createGzip, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { ingestReportSchema } from "@/lib/contracts/ingest-report";
import { problemSchema } from "@/lib/contracts/problem";
import { CrashRun } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, type CrashBundle, type CrashServer } from "@/lib/testing/crash/crash-server";
import { limits } from "../store/limits";

const mebibyte = 1024 * 1024;

let bundle: CrashBundle;
let server: CrashServer;
let url: string;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});
beforeEach(async () => {
  // With so little room the collector runs before the heap has grown: what is measured is held, not forgotten.
  const heap = ["env", "NODE_OPTIONS=--max-old-space-size=160"];
  ({ server, url } = await new CrashRun(bundle, "R32", 0).start(
    [],
    { queue_bytes: limits.queue_bytes },
    heap,
  ));
});
afterEach(async () => {
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
});

/** Memory of the server in bytes, from the system: now, or the most it ever had. */
function memory(what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${String(server.pid)}/status`, "utf8");
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}

/** Runs `use` and says by how much the server grew at most meanwhile. */
async function growthOf(use: () => Promise<void>): Promise<number> {
  // The first request loads code.
  await post('{"id":"warm","type":"acme","source":"s","occurred_at_ms":1}\n');
  const before = memory("VmRSS");
  await use();
  return memory("VmHWM") - before;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Bytes of the body that were on their way when the answer came. */
  readonly sent: number;
}

/** Sends a body in pieces, without its length unless it is given, as long as the server takes it. */
function stream(
  pieces: Iterable<string | Buffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = openRequest(`${url}/ingest`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", ...headers },
    });
    let sent = 0;
    let isAnswered = false;
    request.on("error", (error) => {
      if (!isAnswered) reject(error);
    });
    request.on("response", (response) => {
      isAnswered = true;
      const sentBefore = sent;
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text), sent: sentBefore });
      });
    });
    const iterator = pieces[Symbol.iterator]();
    const next = (): void => {
      if (isAnswered) return;
      const step = iterator.next();
      if (step.done === true) {
        request.end();
        return;
      }
      sent += Buffer.byteLength(step.value);
      request.write(step.value, next);
    };
    next();
  });
}

function post(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return stream([body], headers);
}

function* repeated(piece: string, times: number): Generator<string> {
  for (let i = 0; i < times; i += 1) yield piece;
}

const head = (id: string): string =>
  `{"id":"${id}","type":"acme.large","source":"s","occurred_at_ms":1,"data":{`;
const tiny = (i: number): string => `{"id":"t${String(i)}","type":"a","source":"s","occurred_at_ms":1}\n`;

describe("R32 what is too large is refused while it streams, and holds no more memory than twice the limit", () => {
  test("a body that says it is too long is refused before it is sent", async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /ingest HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/x-ndjson\r\ncontent-length: ${String(limits.ingest_wire_bytes + 1)}\r\n\r\n`,
    );
    const answer = await new Promise((resolve) => socket.once("data", resolve));
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test("a body without its length is refused at the limit, what came before it is stored", async () => {
    const line = `${head("same")}"text":"${"x".repeat(mebibyte / 2)}"}}\n`;
    const growth = await growthOf(async () => {
      const { status, body, sent } = await stream(repeated(line, 400));
      const { limit, next_line = 0 } = problemSchema.parse(body);
      expect({ status, limit }).toEqual({ status: 413, limit: limits.ingest_wire_bytes });
      // What was in the buffers of the system on the way there is not the server's.
      expect(sent).toBeLessThan(limits.ingest_wire_bytes + 16 * mebibyte);
      expect(next_line).toBeGreaterThan(1);
    });
    expect(growth).toBeLessThan(2 * limits.ingest_wire_bytes);
  });

  test("one event of 100 MB: 413 as it is, refused in its place when it was small on the way", async () => {
    const piece = "x".repeat(mebibyte);
    const growth = await growthOf(async () => {
      const plain = await stream([`${head("huge")}"text":"`, ...repeated(piece, 100), '"}}\n']);
      expect(plain.status).toBe(413);
      const event = Buffer.concat([
        Buffer.from(`${head("huge")}"text":"`),
        Buffer.alloc(100 * mebibyte, randomBytes(512).toString("hex")),
        Buffer.from('"}}\n'),
      ]);
      const packed = await post(Buffer.concat([gzipSync(tiny(1)), gzipSync(event), gzipSync(tiny(2))]), {
        "content-encoding": "gzip",
      });
      expect(packed.status).toBe(207);
      expect(ingestReportSchema.parse(packed.body)).toMatchObject({
        accepted: 2,
        rejected: 1,
        results: [{ line: 1 }, { line: 2, code: "line-too-long" }, { line: 3 }],
      });
    });
    expect(growth).toBeLessThan(2 * limits.ingest_wire_bytes);
  });

  test("a string of 50 MB, a key of 1 MB, a million keys: refused in their place; the same within a line: stored", async () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, i) => `"k${String(i)}":${String(i)}`).join(",");
    const growth = await growthOf(async () => {
      const { status, body } = await post(
        [
          `${head("string")}"text":"${"x".repeat(50 * mebibyte)}"}}`,
          `${head("key")}"${"k".repeat(mebibyte)}":1}}`,
          `${head("short key")}"${"k".repeat(mebibyte - 200)}":1}}`,
          `${head("fewer keys")}${keys(70_000)}}}`,
        ].join("\n"),
      );
      expect(status).toBe(207);
      expect(ingestReportSchema.parse(body)).toMatchObject({
        accepted: 2,
        rejected: 2,
        results: [
          { code: "line-too-long" },
          { code: "line-too-long" },
          { id: "short key" },
          { id: "fewer keys" },
        ],
      });
      const many = await post(`${head("keys")}${keys(1_000_000)}}}\n${tiny(3)}`);
      expect(ingestReportSchema.parse(many.body)).toMatchObject({ accepted: 1, rejected: 1 });
    });
    expect(growth).toBeLessThan(2 * limits.ingest_wire_bytes);
  });

  test("a million tiny events in one body: every one is stored, and few are held at a time", async () => {
    const count = 1_000_000;
    const growth = await growthOf(async () => {
      const packed = createGzip({ level: 1 });
      for (let i = 0; i < count; i += 1_000)
        packed.write(Array.from({ length: 1_000 }, (_, k) => tiny(i + k + 10)).join(""));
      packed.end();
      const { status, body } = await post(await buffer(packed), { "content-encoding": "gzip" });
      expect(status).toBe(200);
      expect(ingestReportSchema.parse(body)).toMatchObject({ accepted: count, duplicate: 0, rejected: 0 });
    });
    process.stdout.write(`R32: a million events, ${String(Math.round(growth / mebibyte))} MiB more memory\n`);
    expect(growth).toBeLessThan(2 * limits.ingest_inflated_bytes);
  });
});
