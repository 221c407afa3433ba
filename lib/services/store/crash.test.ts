import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Step } from "@/db/steps";
import type { BrokenWriter } from "@/lib/testing/crash/broken-writers";
import { CrashRun, soundVerdict } from "@/lib/testing/crash/crash-run";
import { bundleCrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import { storePath } from "./data-folder";
import { limits } from "./limits";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

/** Kills in one run; GRILLO_KILLS=200 is the long one. */
const kills = Number(process.env["GRILLO_KILLS"] ?? 40);
/** Before the write, between write and commit, between commit and answer. */
const windows: readonly Step[] = ["batch-begun", "batch-written", "batch-committed"];

test("R01 killed again and again, in every window: nothing acknowledged is lost, altered, doubled or stale", async () => {
  const run = new CrashRun(bundle, "R01");
  const landed = new Map<Step | undefined, number>();
  for (let kill = 0; kill < kills; kill += 1) {
    // Three of five are aimed, so that no window is left to luck.
    const step = windows[kill % 5];
    const last =
      step === undefined
        ? await run.untilKilled([], { requests: run.random.int(2, 12), ms: run.random.int(0, 25) })
        : await run.untilKilled([{ does: "kill", step, pass: run.random.int(1, 5) }]);
    landed.set(last, (landed.get(last) ?? 0) + 1);
  }
  const verdict = await run.judge();
  process.stdout.write(`R01: newest step before each kill ${JSON.stringify([...landed])}\n`);
  expect(verdict).toMatchObject(soundVerdict);
  expect(verdict.ok).toBeGreaterThan(kills * 3);
  // Committed and never answered: the sender learned it by sending again.
  expect(run.history.items.some(({ answers }) => answers[0] === "duplicate")).toBe(true);
  for (const step of windows) expect(landed.get(step)).toBeGreaterThanOrEqual(Math.floor(kills / 5));
});

const isLarge = process.env["GRILLO_LARGE"] === "1";
const gibibyte = 1024 ** 3;

test.skipIf(!isLarge)(
  "R01 a store of 1 GB answers within 2 s after it was killed while it took in",
  async () => {
    const run = new CrashRun(bundle, "R01-large", 0);
    const { server, url } = await run.start([], { queue_bytes: limits.queue_bytes });
    const post = (lines: readonly string[]): Promise<Response> =>
      fetch(`${url}/ingest`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson" },
        body: lines.join("\n"),
      });
    const line = (id: string, conv: number, text: string): string =>
      JSON.stringify({
        id,
        type: "sem.event",
        source: "s",
        occurred_at_ms: 1_795_445_419_018,
        conv_id: `c${String(conv)}`,
        data: {
          envelope: JSON.stringify({ sem: true, event: { type: "llm.delta", id: "m", data: { text } } }),
        },
      });
    // Many rows, then bytes that no packing makes smaller.
    for (let batch = 0; batch < 10; batch += 1) {
      const small = Array.from({ length: 2_500 }, (_, i) =>
        line(`s${String(batch)}.${String(i)}`, i % 500, "some words"),
      );
      expect((await post(small)).status).toBe(200);
    }
    for (let batch = 0; statSync(storePath(run.folder)).size < gibibyte; batch += 1) {
      const large = Array.from({ length: 24 }, (_, i) =>
        line(`l${String(batch)}.${String(i)}`, i, randomBytes(500_000).toString("base64")),
      );
      expect((await post(large)).status).toBe(200);
    }
    const open = post([line("last", 1, randomBytes(500_000).toString("base64"))]).catch(() => undefined);
    server.kill("SIGKILL");
    await Promise.all([open, server.ended]);
    const killedAt = performance.now();
    const { server: next, url: nextUrl } = await run.start();
    expect((await fetch(`${nextUrl}/health`)).status).toBe(200);
    const took = performance.now() - killedAt;
    const sizes = ["", "-wal"].map((end) => statSync(storePath(run.folder) + end).size);
    process.stdout.write(
      `R01: store and log of ${sizes.join(" and ")} bytes, answered ${took.toFixed(0)} ms after the kill\n`,
    );
    expect(took).toBeLessThan(2_000);
    next.kill("SIGTERM");
    expect(await next.ended).toMatchObject({ code: 0 });
  },
  900_000,
);

test("R02 killed at a step of migration, writing, packing or checkpoint: undone or done, and nothing left over", async () => {
  const steps: readonly (readonly [Step, number])[] = [
    ["store-opened", 1],
    ["migration-statement", 1],
    ["migration-statement", 60],
    ["migration-applied", 1],
    ["envelope-indexed", 3],
    ["checkpoint-begun", 1],
    ["checkpoint-done", 1],
    ["segment-compressed", 1],
    ["segment-verified", 1],
    ["segment-written", 1],
    ["segment-committed", 1],
  ];
  const run = new CrashRun(bundle, "R02");
  for (const [step, pass] of steps) await run.untilKilled([{ does: "kill", step, pass }]);
  expect(await run.judge()).toMatchObject(soundVerdict);
  const left = readdirSync(run.folder).filter((name) => !/-(wal|shm)$/.test(name));
  expect(left.sort()).toEqual(["grillo.db", "writer.lock"]);
});

describe("a writer with a classic mistake is found out", () => {
  const mistakes: readonly (readonly [BrokenWriter, Step])[] = [
    ["answers-before-commit", "batch-begun"],
    ["marks-before-bytes", "envelope-indexed"],
    ["deletes-before-check", "segment-compressed"],
  ];
  test.each(mistakes)("%s", async (writer, step) => {
    const run = new CrashRun(bundle, writer);
    let lost = 0;
    // A mistake shows when the kill meets it; a few tries are enough for any of these.
    for (let tries = 1; tries <= 5 && lost === 0; tries += 1) {
      const pass = step === "segment-compressed" ? 1 : 4 + tries;
      await run.untilKilled([
        { does: "break", writer },
        { does: "kill", step, pass },
      ]);
      lost = (await run.judge()).lost.length;
    }
    expect(lost).toBeGreaterThan(0);
  });
});
