import { request as openRequest } from "node:http";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ingestReportSchema } from "@/lib/contracts/ingest-report";
import { problemSchema } from "@/lib/contracts/problem";
import { cloudEventExample } from "@/lib/ingest/native-page";
import { CrashRun } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, type CrashBundle, type CrashServer } from "@/lib/testing/crash/crash-server";
import type { CrashPlan } from "@/lib/testing/crash/crash-plan";
import { limits } from "../store/limits";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

const line = (id: string, more: object = {}): string =>
  JSON.stringify({ id, type: "acme.beat", source: "s", occurred_at_ms: 1_795_445_419_018, ...more });
const lines = (...ids: string[]): string => ids.map((id) => `${line(id)}\n`).join("");

/** Runs `use` against a server on a folder of its own, which it stops. */
async function withServer(
  use: (url: string, server: CrashServer, run: CrashRun) => Promise<void>,
  plans: readonly CrashPlan[] = [],
): Promise<void> {
  const run = new CrashRun(bundle, "ingest", 0);
  const { server, url } = await run.start(plans);
  try {
    await use(url, server, run);
  } finally {
    server.kill("SIGTERM");
    await server.ended;
  }
}

type Headers = Readonly<Record<string, string>>;

async function post(url: string, body: string | Buffer, headers: Headers = {}): Promise<Response> {
  return fetch(`${url}/ingest`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: { "content-type": "application/x-ndjson", ...headers },
  });
}

/** Sends again until the store has found room. */
async function untilTaken(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 507) return answer;
  }
}

const reportOf = async (answer: Response) => ingestReportSchema.parse(await answer.json());
const problemOf = async (answer: Response) => problemSchema.parse(await answer.json());

describe("the body of an ingest request", () => {
  test("comes in every content coding, and is refused by name in any other", async () => {
    await withServer(async (url) => {
      const codings = {
        gzip: gzipSync(lines("g1", "g2")),
        "x-gzip": gzipSync(lines("x1", "x2")),
        deflate: deflateSync(lines("d1", "d2")),
        br: brotliCompressSync(lines("b1", "b2")),
        identity: Buffer.from(lines("i1", "i2")),
      };
      for (const [coding, body] of Object.entries(codings)) {
        const answer = await post(url, body, { "content-encoding": coding });
        expect({ coding, status: answer.status, ...(await reportOf(answer)) }).toMatchObject({
          status: 200,
          accepted: 2,
        });
      }
      for (const coding of ["compress", "gzip, gzip", "constructor"]) {
        const answer = await post(url, lines("n"), { "content-encoding": coding });
        expect(await problemOf(answer)).toMatchObject({ status: 415, code: "unsupported-media-type" });
      }
    });
  });

  test("that is cut or damaged keeps the lines before the damage and says where they end", async () => {
    await withServer(async (url) => {
      const many = Array.from({ length: 5_000 }, (_, i) =>
        line(`l${String(i)}`, { data: { n: Math.sin(i) } }),
      ).join("\n");
      const whole = gzipSync(many);
      const answer = await post(url, whole.subarray(0, whole.length - 200), { "content-encoding": "gzip" });
      expect(answer.status).toBe(400);
      const { next_line = 0 } = await problemOf(answer);
      expect(next_line).toBeGreaterThan(1_000);
      const rest = many
        .split("\n")
        .slice(next_line - 1)
        .join("\n");
      expect(await reportOf(await post(url, rest))).toMatchObject({
        accepted: 5_000 - next_line + 1,
        duplicate: 0,
      });
      expect(await reportOf(await post(url, many))).toMatchObject({ accepted: 0, duplicate: 5_000 });
    });
  });

  test("may be one item or a list of them in a JSON document, and no other media type", async () => {
    await withServer(async (url) => {
      const json = { "content-type": "application/json; charset=utf-8" };
      expect(await reportOf(await post(url, line("one"), json))).toMatchObject({ accepted: 1 });
      expect(await reportOf(await post(url, `[${line("two")},\n${line("three")}]`, json))).toMatchObject({
        accepted: 2,
      });
      for (const broken of ["[1,", `[${line("four")}`, "{]", "[".repeat(5_000_000)])
        expect(await problemOf(await post(url, broken, json))).toMatchObject({
          status: 400,
          code: "invalid-request",
        });
      expect(await reportOf(await post(url, lines("four")))).toMatchObject({ accepted: 1 });
      expect((await post(url, lines("n"), { "content-type": "text/csv" })).status).toBe(415);
    });
  });
});

describe("CloudEvents", () => {
  test("come structured, in batches, as lines, and in binary mode, and are one item each time", async () => {
    await withServer(async (url) => {
      const event = { ...cloudEventExample };
      const text = JSON.stringify(event);
      expect(
        await reportOf(await post(url, text, { "content-type": "application/cloudevents+json" })),
      ).toMatchObject({
        accepted: 1,
      });
      const batch = JSON.stringify([event, { ...event, id: "other" }]);
      const type = "application/cloudevents-batch+json; charset=UTF-8";
      expect(await reportOf(await post(url, batch, { "content-type": type }))).toMatchObject({
        accepted: 1,
        duplicate: 1,
      });
      expect(await reportOf(await post(url, `${text}\n${lines("native")}`))).toMatchObject({
        accepted: 1,
        duplicate: 1,
      });

      const { data, ...attributes } = event;
      const binary = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
      );
      const sent = await post(url, JSON.stringify(data), {
        ...binary,
        "ce-id": "b%C3%A9",
        "content-type": "application/json",
      });
      expect(await reportOf(sent)).toMatchObject({
        accepted: 1,
        results: [{ id: "bé", status: "accepted" }],
      });
      const bytes = await post(url, Buffer.from([0, 255, 7]), {
        ...binary,
        "ce-id": "bytes",
        "ce-type": "acme.picture",
        "content-type": "image/png",
      });
      expect(await reportOf(bytes)).toMatchObject({ accepted: 1, results: [{ id: "bytes" }] });
    });
  });

  test("say what is wrong with them in their own words", async () => {
    await withServer(async (url) => {
      const { time, ...timeless } = cloudEventExample;
      const answer = await post(url, JSON.stringify(timeless), {
        "content-type": "application/cloudevents+json",
      });
      expect(time).toBeDefined();
      expect(answer.status).toBe(422);
      expect(await reportOf(answer)).toMatchObject({
        rejected: 1,
        results: [{ code: "missing-time", pointer: "/time" }],
      });
    });
  });
});

describe("Idempotency-Key", () => {
  const keyed: Headers = { "idempotency-key": "k-1" };

  test("repeats the first answer, also after a restart, and refuses the key to another request", async () => {
    await withServer(async (url, server, run) => {
      const first = await post(url, lines("a", "b"), keyed);
      const report = await reportOf(first);
      expect(report).toMatchObject({ accepted: 2 });
      expect(first.headers.get("idempotency-replayed")).toBeNull();
      const again = await post(url, gzipSync(lines("a", "b")), { ...keyed, "content-encoding": "gzip" });
      expect(await reportOf(again)).toEqual(report);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      const other = await post(url, lines("c"), keyed);
      expect(await problemOf(other)).toMatchObject({ status: 422, code: "idempotency-key-reused" });
      server.kill("SIGKILL");
      await server.ended;
      const { server: next, url: nextUrl } = await run.start();
      expect(await reportOf(await post(nextUrl, lines("a", "b"), { "idempotency-key": '"k-1"' }))).toEqual(
        report,
      );
      // Nothing of the other request was stored.
      expect(await reportOf(await post(nextUrl, lines("c")))).toMatchObject({ accepted: 1 });
      next.kill("SIGTERM");
      await next.ended;
    });
  });

  test("of a request that is not answered yet is refused with 409 and a time to come back", async () => {
    await withServer(async (url) => {
      const open = openRequest(`${url}/ingest`, {
        method: "POST",
        headers: { ...keyed, "content-type": "application/x-ndjson" },
      });
      const answered = new Promise<number | undefined>((resolve) => {
        open.on("response", (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
      });
      open.write(lines("slow"));
      // The server has read something of it once another request was answered behind it.
      let second = await post(url, lines("slow"), keyed);
      while (second.status === 200) second = await post(url, lines("slow"), keyed);
      expect(await problemOf(second)).toMatchObject({ status: 409, code: "request-in-flight" });
      expect(second.headers.get("retry-after")).toMatch(/^[12]$/);
      open.end();
      expect(await answered).toBe(200);
    });
  });

  test("is forgotten with a request that was refused, and must be a key", async () => {
    await withServer(
      async (url) => {
        expect((await post(url, lines("a"), keyed)).status).toBe(507);
        expect(await reportOf(await post(url, lines("a"), keyed))).toMatchObject({ accepted: 1 });
        expect((await post(url, lines("a"), { "idempotency-key": "k".repeat(256) })).status).toBe(400);
      },
      [{ does: "fill-disk", step: "batch-written", pass: 1 }],
    );
  });
});

test("a disk that fills up half way: next_line says what is durable, and going on from there stores nothing twice", async () => {
  await withServer(
    async (url) => {
      const many = Array.from({ length: 9_000 }, (_, i) => line(`l${String(i)}`));
      const answer = await post(url, many.join("\n"));
      expect(answer.status).toBe(507);
      const { next_line = 0, code } = await problemOf(answer);
      expect({ code, isBetween: next_line > 1 && next_line <= 9_000 }).toEqual({
        code: "storage-full",
        isBetween: true,
      });
      // Everything before is durable: sent again it is all duplicates.
      const before = await reportOf(
        await untilTaken(() => post(url, many.slice(0, next_line - 1).join("\n"))),
      );
      expect(before).toMatchObject({ accepted: 0, duplicate: next_line - 1 });
      const rest = await reportOf(await post(url, many.slice(next_line - 1).join("\n")));
      expect(rest.accepted + rest.duplicate).toBe(9_000 - next_line + 1);
    },
    [{ does: "fill-disk", step: "batch-written", pass: 2 }],
  );
});

test("a console that is stopped tells a sender in the middle where to go on", async () => {
  await withServer(async (url, server) => {
    const open = openRequest(`${url}/ingest`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
    });
    const answered = new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      open.on("error", reject);
      open.on("response", (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("end", () => {
          resolve({ status: answer.statusCode, text });
        });
      });
    });
    open.write(Array.from({ length: 3_000 }, (_, i) => `${line(`l${String(i)}`)}\n`).join(""));
    const health = z.object({ last_ordinal: z.string().nullable() });
    // At least one batch is durable.
    while (health.parse(await (await fetch(`${url}/health`)).json()).last_ordinal === null);
    server.kill("SIGTERM");
    const more = setInterval(() => open.write(`${line("late")}\n`), 50);
    setTimeout(() => {
      clearInterval(more);
      open.end();
    }, 500);
    const { status, text } = await answered;
    expect(status).toBe(503);
    const { code, next_line = 0 } = problemSchema.parse(JSON.parse(text));
    expect(code).toBe("overloaded");
    expect(next_line).toBeGreaterThan(1);
    expect(await server.ended).toMatchObject({ code: 0 });
  });
});

test("R35 bombs are refused at once, without inflating them whole", async () => {
  await withServer(async (url) => {
    const zeros = Buffer.alloc(limits.ingest_inflated_bytes + 1024);
    const bombs = {
      gzip: gzipSync(zeros, { level: 9 }),
      br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    };
    for (const [coding, bomb] of Object.entries(bombs)) {
      const answer = await post(url, bomb, { "content-encoding": coding });
      expect(await problemOf(answer)).toMatchObject({ status: 413, limit: limits.ingest_inflated_bytes });
    }
  });
});
