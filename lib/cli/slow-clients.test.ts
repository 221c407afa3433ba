import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { CrashRun } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, type CrashBundle, type ServerLimits } from "@/lib/testing/crash/crash-server";
import type { SentItem } from "@/lib/testing/crash/history";
import { send } from "@/lib/testing/crash/ingest-client";
import { limits } from "@/lib/services/store/limits";
import { repetitions } from "@/lib/testing/repetitions";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

const isLong = repetitions(0, 1) === 1;

/** The console's own limits in the long run, a tenth of its times in the usual one. */
const listen: ServerLimits = isLong
  ? {}
  : {
      headers_timeout_ms: limits.headers_timeout_ms / 10,
      rules: {
        least_body_rate: limits.least_body_rate,
        body_window_ms: limits.body_window_ms / 10,
        stalled_after_ms: limits.stalled_after_ms / 15,
      },
    };

function open(url: string, head: string): Socket {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(head.replaceAll("\n", "\r\n"));
  return socket;
}

function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => {
      resolve();
    });
  });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

test(`R40 ${isLong ? "1,000" : "200"} senders of a byte a second, in head or body, are cut off in time; others are served as ever`, async () => {
  const run = new CrashRun(bundle, "R40", 0);
  const { server, url } = await run.start([], listen);
  const heads = [
    "GET /health HTTP/1.1\nhost: 127.0.0.1\nx-slow: ",
    "POST /ingest HTTP/1.1\nhost: 127.0.0.1\ncontent-length: 100000\n\n",
  ];
  const slow = Array.from({ length: isLong ? 1_000 : 200 }, (_, i) => open(url, heads[i % 2] ?? ""));
  const openedAt = performance.now();
  let open408 = 0;
  const lasted = slow.map(async (socket) => {
    socket.on("data", (data) => {
      if (data.toString().startsWith("HTTP/1.1 408")) open408 += 1;
    });
    await closeOf(socket);
    return performance.now() - openedAt;
  });
  const trickle = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write("a");
  }, 1_000);

  const waits: number[] = [];
  const over = new AbortController();
  const all = Promise.all(lasted).finally(() => {
    over.abort();
    clearInterval(trickle);
  });
  for (let request = 0; !over.signal.aborted; request += 1) {
    const began = performance.now();
    if (request % 2 === 0) expect((await fetch(`${url}/health`)).status).toBe(200);
    else expect((await send(url, [item(run, request)])).status).toBe(200);
    waits.push(performance.now() - began);
  }
  const times = await all;
  const limit = isLong ? limits.headers_timeout_ms : limits.headers_timeout_ms / 10;
  // Connections are looked at four times in a limit, and a window may begin with a burst.
  expect(Math.max(...times)).toBeLessThan(limit * 2 + 1_000);
  expect(Math.min(...times)).toBeGreaterThan(limit * 0.75);
  expect(open408).toBe(slow.length);
  // Two cores are shared with other tests in the usual run.
  expect(percentile(waits, 0.99)).toBeLessThan(isLong ? 200 : 1_000);
  if (isLong)
    console.info(
      `R40: p50 ${percentile(waits, 0.5).toFixed(1)} ms, p99 ${percentile(waits, 0.99).toFixed(1)} ms of ${String(waits.length)} requests`,
    );
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
});

function item(run: CrashRun, n: number): SentItem {
  return run.history.add(`r-${String(n)}`, "c0", BigInt(n + 1), {
    type: "llm.delta",
    id: "m",
    data: { delta: "a" },
  });
}

test("a sender just above the least rate is heard to its end", async () => {
  const run = new CrashRun(bundle, "R40b", 0);
  const { server, url } = await run.start([], listen);
  const rate = Math.ceil(limits.least_body_rate * 1.5);
  const ticks = isLong ? 30 : 4;
  const line = `${item(run, 1).line}\n`;
  const body = line.repeat(Math.ceil((rate * ticks) / line.length));
  const socket = open(
    url,
    `POST /ingest HTTP/1.1\nhost: 127.0.0.1\nconnection: close\ncontent-length: ${String(body.length)}\n\n`,
  );
  let sent = 0;
  const drip = setInterval(() => {
    socket.write(body.slice(sent, sent + rate / 4));
    sent += rate / 4;
    if (sent >= body.length) clearInterval(drip);
  }, 250);
  const answer = await new Promise((resolve) => socket.once("data", resolve));
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
  server.kill("SIGTERM");
  await server.ended;
});

/** Connections that the server holds, without the one that asks. */
async function connectionsOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/connections`, { headers: { connection: "close" } });
  return z.object({ connections: z.number() }).parse(await answer.json()).connections - 1;
}

const messageSchema = z.object({ ordinals: z.array(z.string()) });

/** A live tail over a raw socket, which can stand still. */
class Tail {
  readonly seen: bigint[] = [];
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #text = "";

  constructor(url: string, after: bigint, padding = 0) {
    this.#socket = open(
      url,
      `GET /live?after=${String(after)}&padding=${String(padding)} HTTP/1.1\nhost: 127.0.0.1\n\n`,
    );
    this.closed = closeOf(this.#socket);
    this.#socket.setEncoding("utf8").on("data", (part: string) => {
      this.#text += part;
      const messages = this.#text.split("\n\n");
      this.#text = messages.pop() ?? "";
      for (const message of messages) this.#take(message);
    });
  }

  standStill(): void {
    this.#socket.pause();
  }

  goOn(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(message: string): void {
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (data !== undefined) this.seen.push(...messageSchema.parse(JSON.parse(data)).ordinals.map(BigInt));
  }
}

test(`R42 one of ${isLong ? "1,000" : "50"} live tails stands still: it is cut off, the others see everything, and it goes on where it was`, async () => {
  const run = new CrashRun(bundle, "R42", 0);
  const { server, url } = await run.start([], listen);
  const tails = Array.from({ length: isLong ? 999 : 49 }, () => new Tail(url, 0n));
  // Its messages are so large that the buffers of the system do not hide that it stands still.
  const still = new Tail(url, 0n, 1024 * 1024);
  let sent = 0;
  const more = async (): Promise<void> => {
    sent += 1;
    expect((await send(url, [item(run, sent)])).status).toBe(200);
  };
  while (still.seen.length === 0) await more();
  still.standStill();
  // Enough to fill any buffer of a socket, and then until the server has had enough.
  const before = await connectionsOf(url);
  while (sent < 40 || (await connectionsOf(url)) >= before) await more();
  // What the system had buffered still arrives, then the end.
  still.goOn();
  await still.closed;
  const behind = still.seen.at(-1) ?? 0n;
  expect(behind).toBeLessThan(BigInt(sent));

  const again = new Tail(url, behind);
  const all = Array.from({ length: sent }, (_, i) => BigInt(i + 1));
  while ([...tails, again].some(({ seen }) => (seen.at(-1) ?? 0n) < BigInt(sent)))
    await new Promise((resolve) => setImmediate(resolve));
  for (const { seen } of tails) expect(seen).toEqual(all);
  expect([...still.seen, ...again.seen]).toEqual(all);
  for (const tail of [...tails, again]) tail.close();
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
});
