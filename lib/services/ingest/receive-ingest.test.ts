import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleCrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import { line, lines, post, problemOf, reportOf, withServer } from "@/lib/testing/crash/ingest-server";
import { limits } from "../store/limits";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

describe("the body of an ingest request", () => {
  test("comes in every content coding, and is refused by name in any other", async () => {
    await withServer(bundle, async (url) => {
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
    await withServer(bundle, async (url) => {
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
    await withServer(bundle, async (url) => {
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

  test("may have so many lines: those up to the limit are stored, and next_line is the one behind it", async () => {
    await withServer(bundle, async (url) => {
      // Blank lines count as lines do.
      const answer = await post(
        url,
        `${line("first")}${"\n".repeat(limits.ingest_lines)}${line("behind")}\n`,
      );
      expect(await problemOf(answer)).toMatchObject({
        status: 413,
        code: "payload-too-large",
        limit: limits.ingest_lines,
        next_line: limits.ingest_lines + 1,
      });
      expect(await reportOf(await post(url, lines("first", "behind")))).toMatchObject({
        duplicate: 1,
        accepted: 1,
      });
    });
  });

  test("is listed up to 10,000 outcomes, and the rest is counted", async () => {
    await withServer(bundle, async (url) => {
      const answer = await post(url, "[]\n".repeat(10_003));
      expect(answer.status).toBe(422);
      const { results, results_left_out, rejected } = await reportOf(answer);
      expect([results.length, results_left_out, rejected]).toEqual([10_000, 3, 10_003]);
    });
  });
});

test("R35 bombs are refused at once, without inflating them whole", async () => {
  await withServer(bundle, async (url) => {
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
