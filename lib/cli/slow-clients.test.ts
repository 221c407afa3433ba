import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { CrashRun } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, type CrashBundle, type ServerLimits } from "@/lib/testing/crash/crash-server";
import type { SentItem } from "@/lib/testing/crash/history";
import { send } from "@/lib/testing/crash/ingest-client";
import { limits } from "@/lib/services/store/limits";
import type { ConnectionRules } from "./connection-watch";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

/** The console's own limits, but for what would only be waited for longer. */
const hurried = (shorter: Partial<ConnectionRules>): ServerLimits => ({ rules: { ...limits, ...shorter } });

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

/** Does something every so often until it is stopped; a tick that comes late is not made up for. */
function every(ms: number, tick: (count: number) => void): () => void {
  let count = 0;
  const timer = setInterval(() => {
    tick(count);
    count += 1;
  }, ms);
  return () => {
    clearInterval(timer);
  };
}

/** A client that reads and sends in turn, and goes on a moment after it was answered. */
class NormalClient {
  readonly #waits: number[] = [];
  #isOver = false;
  readonly #done: Promise<void>;

  private constructor(url: string, run: CrashRun) {
    this.#done = this.#goOn(url, run);
    onTestFinished(() => {
      this.#isOver = true;
    });
  }

  /** Begins once the server has answered both kinds: the first requests load code. */
  static async start(url: string, run: CrashRun): Promise<NormalClient> {
    await waitFor(fetch(`${url}/health`));
    await waitFor(send(url, [item(run, 0)]));
    return new NormalClient(url, run);
  }

  /** Stops and gives how long each request was waited for, in milliseconds. */
  async waits(): Promise<readonly number[]> {
    this.#isOver = true;
    await this.#done;
    return this.#waits;
  }

  async #goOn(url: string, run: CrashRun): Promise<void> {
    for (let count = 1; !this.#isOver; count += 1) {
      const answered = count % 2 === 0 ? fetch(`${url}/health`) : send(url, [item(run, count)]);
      this.#waits.push(await waitFor(answered));
      await pause(5);
    }
  }
}

/** How long an answer was waited for, in milliseconds. Rejects when it is not 200. */
async function waitFor(answered: Promise<{ readonly status: number | undefined }>): Promise<number> {
  const began = performance.now();
  expect((await answered).status).toBe(200);
  return performance.now() - began;
}

/** Sends a byte a second in head or body, until it is cut off. */
class SlowSender {
  readonly #openedAt = performance.now();
  readonly #socket: Socket;
  /** Whether it was told why, and after how many milliseconds it was cut off. */
  readonly ended: Promise<{ readonly isTold: boolean; readonly ms: number }>;

  constructor(url: string, place: "head" | "body") {
    const heads = {
      head: "GET /health HTTP/1.1\nhost: 127.0.0.1\nx-slow: ",
      body: "POST /ingest HTTP/1.1\nhost: 127.0.0.1\ncontent-length: 100000\n\n",
    };
    this.#socket = open(url, heads[place]);
    let heard = "";
    this.#socket.on("data", (data) => (heard += data.toString()));
    this.ended = closeOf(this.#socket).then(() => ({
      isTold: heard.startsWith("HTTP/1.1 408"),
      ms: performance.now() - this.#openedAt,
    }));
  }

  send(): void {
    if (this.#socket.writable) this.#socket.write("a");
  }
}

test("R40 1,000 senders of a byte a second, in head or body, are cut off in time; others are served as ever", async () => {
  const [run, other] = [new CrashRun(bundle, "R40", 0), new CrashRun(bundle, "R40 beside", 0)];
  const [{ server, url }, beside] = await Promise.all([run.start(), other.start()]);
  const [client, clientBeside] = [
    await NormalClient.start(url, run),
    await NormalClient.start(beside.url, other),
  ];
  const slow: SlowSender[] = [];
  const opened = new Promise<void>((resolve) => {
    // Forty come in at a time, and every second each sends its byte, as if they knew nothing of each other.
    const stop = every(100, (count) => {
      for (const [i, sender] of slow.entries()) if (i % 10 === count % 10) sender.send();
      for (let i = 0; i < 40 && slow.length < 1_000; i += 1)
        slow.push(new SlowSender(url, slow.length % 2 === 0 ? "head" : "body"));
      if (slow.length === 1_000) resolve();
    });
    onTestFinished(stop);
  });
  await opened;
  // All at the same time, before the first is cut off.
  while ((await connectionsOf(url)) < slow.length) await pause(50);
  const endings = await Promise.all(slow.map(({ ended }) => ended));
  // Connections are looked at four times in a limit, and a window may begin with a burst.
  const times = endings.map(({ ms }) => ms);
  expect(Math.max(...times)).toBeLessThan(limits.headers_timeout_ms * 2 + 1_000);
  expect(Math.min(...times)).toBeGreaterThan(limits.headers_timeout_ms * 0.75);
  expect(endings.filter(({ isTold }) => !isTold)).toEqual([]);

  const [waits, waitsBeside] = [await client.waits(), await clientBeside.waits()];
  const [most, mostBeside] = [percentile(waits, 0.99), percentile(waitsBeside, 0.99)];
  process.stdout.write(
    `R40: ${String(waits.length)} requests, half within ${percentile(waits, 0.5).toFixed(1)} ms, 99 % within ${most.toFixed(1)} ms; of a console beside it ${mostBeside.toFixed(1)} ms\n`,
  );
  expect(waits.length).toBeGreaterThan(100);
  // On a machine that does other work a console without slow senders is waited for too.
  expect(most).toBeLessThan(200 + mostBeside);
  for (const each of [server, beside.server]) each.kill("SIGTERM");
  for (const each of [server, beside.server]) expect(await each.ended).toMatchObject({ code: 0 });
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
  const { server, url } = await run.start([], hurried({ body_window_ms: limits.body_window_ms / 10 }));
  const rate = Math.ceil(limits.least_body_rate * 1.5);
  const ticks = 4;
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
  #awaited: { readonly ordinal: bigint; readonly resolve: () => void } | undefined;
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

  /** Resolves when it has seen this ordinal. */
  hasSeen(ordinal: bigint): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { ordinal, resolve };
      this.#tell();
    });
  }

  #take(message: string): void {
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (data === undefined) return;
    this.seen.push(...messageSchema.parse(JSON.parse(data)).ordinals.map(BigInt));
    this.#tell();
  }

  #tell(): void {
    if (this.#awaited !== undefined && (this.seen.at(-1) ?? 0n) >= this.#awaited.ordinal)
      this.#awaited.resolve();
  }
}

test("R42 one of 1,000 live tails stands still: it is cut off, the others see everything, and it goes on where it was", async () => {
  const run = new CrashRun(bundle, "R42", 0);
  const { server, url } = await run.start([], hurried({ stalled_after_ms: limits.stalled_after_ms / 6 }));
  const tails = Array.from({ length: 999 }, () => new Tail(url, 0n));
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
  while (sent < 40) await more();
  while ((await connectionsOf(url)) >= before) await pause(50);
  // What the system had buffered still arrives, then the end.
  still.goOn();
  await still.closed;
  const behind = still.seen.at(-1) ?? 0n;
  expect(behind).toBeLessThan(BigInt(sent));

  const again = new Tail(url, behind);
  const all = Array.from({ length: sent }, (_, i) => BigInt(i + 1));
  await Promise.all([...tails, again].map((tail) => tail.hasSeen(BigInt(sent))));
  for (const { seen } of tails) expect(seen).toEqual(all);
  expect([...still.seen, ...again.seen]).toEqual(all);
  for (const tail of [...tails, again]) tail.close();
  server.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });
});
