import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LiveTail } from "@/lib/testing/crash/live-tail";
import { openForReading } from "@/db/store";
import { CrashRun, soundVerdict } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, CrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import type { SentItem } from "@/lib/testing/crash/history";
import { send, type Sent } from "@/lib/testing/crash/ingest-client";
import { storePath } from "./data-folder";
import { limits } from "./limits";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

function deltas(run: CrashRun, conv: string, count: number, text = "a"): SentItem[] {
  return Array.from({ length: count }, (_, i) =>
    run.history.add(`${conv}-${String(i)}`, conv, BigInt(i + 1), {
      type: "llm.delta",
      id: "m",
      data: { delta: text },
    }),
  );
}

describe("R03 acknowledged means synced", () => {
  test.skipIf(!hasStrace)(
    "every commit group syncs before its answers leave (system calls counted)",
    async () => {
      const run = new CrashRun(bundle, "R03");
      const trace = join(run.folder, "..", "trace");
      const server = CrashServer.start(bundle, run.folder, {
        under: ["strace", "-D", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace],
      });
      const url = await server.url();
      const before = syncs(trace);
      const items = deltas(run, "c0", 100);
      const counted: number[] = [];
      for (const item of items) {
        await send(url ?? "", [item]);
        counted.push(syncs(trace));
      }
      server.kill("SIGTERM");
      await server.ended;
      expect(items.every(({ answers }) => answers[0] === "accepted")).toBe(true);
      // The trace is written as calls happen: after the n-th answer there are at least n syncs.
      expect(counted.map((count, i) => count - before > i)).not.toContain(false);
    },
  );
});

test("R06 a client that dies after any byte and sends again stores nothing twice", async () => {
  const run = new CrashRun(bundle, "R06");
  const { server, url } = await run.start();
  const items = deltas(run, "c0", 60);
  const body = items.map(({ line }) => `${line}\n`).join("");
  for (let cut = 0; cut < 40; cut += 1) await sendPart(url, body, run.random.int(1, body.length));
  await send(url, items);
  server.kill("SIGTERM");
  await server.ended;
  expect(run.verdict()).toMatchObject({ ...soundVerdict, ok: items.length, recovered: 0, absent: 0 });
});

test("R07 killed in a storm of conflicting retries: the first bytes stay, every conflict is counted", async () => {
  const items = 15;
  const run = new CrashRun(bundle, "R07", 0);
  const first = deltas(run, "c0", items, "first");
  const other = deltas(run, "c0", items, "other");
  for (const plans of [[{ does: "kill", step: "batch-written", pass: 9 } as const], []]) {
    const server = CrashServer.start(bundle, run.folder, { plans });
    const url = (await server.url()) ?? "";
    await Promise.all(
      Array.from({ length: 8 }, async (_, client) => {
        for (let i = 0; i < items; i += 1) {
          const item = (client % 2 === 0 ? first : other)[i];
          if (item !== undefined) await send(url, [item]);
        }
      }),
    );
    server.kill("SIGTERM");
    await server.ended;
  }
  const told = [...first, ...other]
    .flatMap(({ answers }) => answers)
    .filter((answer) => answer === "conflict").length;
  const store = openForReading(storePath(run.folder));
  const counted = Number(store.sqlite.prepare("SELECT sum(conflict) FROM receipts").pluck().get());
  const listed = Number(store.sqlite.prepare("SELECT sum(count) FROM event_conflicts").pluck().get());
  store.sqlite.close();
  expect(run.verdict()).toMatchObject({ ...soundVerdict, ok: items });
  // A conflict that was committed and not answered before the kill is counted and not told.
  expect(counted).toBeGreaterThanOrEqual(told);
  expect(counted).toBe(listed);
  expect(told).toBeGreaterThan(0);
});

test("R08 a second writer ends at once and names the first; the lock of a killed one is free", async () => {
  const run = new CrashRun(bundle, "R08");
  const { server } = await run.start();
  const second = await CrashServer.start(bundle, run.folder).ended;
  expect(second).toMatchObject({ code: 3 });
  expect(second.stderr).toContain(`a server under test (process ${String(server.pid)}`);
  server.kill("SIGKILL");
  await server.ended;
  const { server: third } = await run.start();
  third.kill("SIGTERM");
  expect(await third.ended).toMatchObject({ code: 0 });
});

test("R09 stopped under load: requests are answered or refused, the queue is flushed, the log is folded in", async () => {
  const run = new CrashRun(bundle, "R09");
  const { server, url } = await run.start();
  let requests = 0;
  await Promise.all(
    run.clients.map((client) =>
      client.run(url, () => {
        requests += 1;
        if (requests === 60) server.kill("SIGTERM");
        return false;
      }),
    ),
  );
  expect(await server.ended).toMatchObject({ code: 0, signal: null });
  expect(statSync(`${storePath(run.folder)}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  expect(run.verdict()).toMatchObject(soundVerdict);
});

test("R10 a defect in the writer ends the process with its reason, and the next start finds everything", async () => {
  const run = new CrashRun(bundle, "R10");
  const { server, url } = await run.start([{ does: "defect", step: "batch-committed", pass: 10 }]);
  await Promise.all(run.clients.map((client) => client.run(url, () => false)));
  const { code, stderr } = await server.ended;
  expect(code).toBe(3);
  expect(stderr).toContain("a planted defect");
  expect(await run.judge()).toMatchObject(soundVerdict);
});

test("R20 a full disk in the middle of a batch: refused with 507 and a time to come back, nothing acknowledged", async () => {
  const run = new CrashRun(bundle, "R20");
  const { server, url } = await run.start([{ does: "fill-disk", step: "batch-written", pass: 2 }]);
  const one = deltas(run, "c0", 3);
  const two = deltas(run, "c1", 3);
  expect((await send(url, one)).status).toBe(200);
  // Half a minute at most, spread so that senders do not come back together.
  expect(await send(url, two)).toMatchObject({
    status: 507,
    retry_after: expect.stringMatching(/^(?:[89]|[12]\d|30)$/) as unknown,
  });
  expect(two.flatMap(({ answers }) => answers)).toEqual([]);
  // Health says so at once, not when the writer has time for it.
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
    status: "degraded",
    writer: { condition: "full" },
  });
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
  expect(run.verdict()).toMatchObject({ ...soundVerdict, ok: 3, absent: 3 });
});

test("R32 a line beyond the limit is refused and counted, the lines around it are stored", async () => {
  const run = new CrashRun(bundle, "R32", 0);
  const { server, url } = await run.start();
  const [before, long, after] = deltas(run, "c0", 3);
  if (before === undefined || long === undefined || after === undefined) throw new Error("three items");
  const body = [before.line, "x".repeat(limits.ingest_line_bytes + 1), after.line].join("\n");
  const answer = await fetch(`${url}/ingest`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body,
  });
  expect(answer.status).toBe(207);
  const report: unknown = await answer.json();
  expect(report).toMatchObject({ accepted: 2, rejected: 1, results: [{}, { code: "line-too-long" }, {}] });
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
});

test("R45 senders faster than the disk: the queue stays bounded, the rest is told to come back, nothing is lost", async () => {
  const run = new CrashRun(bundle, "R45", 0);
  const { server, url } = await run.start([{ does: "slow", step: "batch-written", ms: 500 }]);
  const text = "word ".repeat(150_000);
  const sent: Promise<Sent>[] = [];
  for (let sender = 0; sender < 16; sender += 1) {
    sent.push(send(url, deltas(run, `c${String(sender)}`, 1, text)));
    // Readers are answered meanwhile, which also spreads the senders over the time of a commit.
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }
  const answers = await Promise.all(sent);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ retry_after }) => /^[1-4]$/.test(retry_after ?? ""))).toBe(true);
  server.kill("SIGTERM");
  await server.ended;
  const verdict = run.verdict();
  expect(verdict).toMatchObject(soundVerdict);
  expect(verdict.absent).toBe(refused.length);
});

test("R54 live tails over restarts: none misses an event or sees one twice, whoever stands still beside them", async () => {
  const run = new CrashRun(bundle, "R54");
  const tails = [new LiveTail(), new LiveTail()];
  for (const pass of [8, 14]) {
    const { server, url } = await run.start([{ does: "kill", step: "batch-committed", pass }]);
    const stalled = standStill(url);
    const clients = run.clients.map((client) => client.run(url, () => false));
    await Promise.all([...clients, ...tails.map((tail) => tail.follow(url, () => false))]);
    stalled.destroy();
    await server.ended;
  }
  const { server, url } = await run.start();
  for (const client of run.clients) await client.settle(url);
  const health = z.object({ last_ordinal: z.string() }).parse(await (await fetch(`${url}/health`)).json());
  const last = BigInt(health.last_ordinal);
  await Promise.all(tails.map((tail) => tail.follow(url, () => (tail.seen.at(-1) ?? 0n) >= last)));
  server.kill("SIGTERM");
  await server.ended;
  const all = Array.from({ length: Number(last) }, (_, i) => BigInt(i + 1));
  for (const { seen } of tails) expect(seen).toEqual(all);
  expect(run.verdict()).toMatchObject(soundVerdict);
});

/** Asks for the live tail and never reads it. */
function standStill(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(`GET /live?after=0 HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
  return socket;
}

function syncs(trace: string): number {
  return readFileSync(trace, "utf8").split(/f(?:data)?sync\(/).length - 1;
}

/** Sends the head of a request with the first bytes of its body and hangs up. */
function sendPart(url: string, body: string, length: number): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /ingest HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body.slice(0, length)}`,
        () => {
          socket.destroy();
        },
      );
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      resolve();
    });
  });
}
