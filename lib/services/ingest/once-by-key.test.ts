import { request as openRequest } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleCrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import {
  lines,
  post,
  problemOf,
  reportOf,
  untilTaken,
  withServer,
  type Headers,
} from "@/lib/testing/crash/ingest-server";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

describe("Idempotency-Key", () => {
  const keyed: Headers = { "idempotency-key": "k-1" };

  test("repeats the first answer, also after a restart, and refuses the key to another request", async () => {
    await withServer(bundle, async (url, server, run) => {
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
    await withServer(bundle, async (url) => {
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
      bundle,
      async (url) => {
        expect((await post(url, lines("a"), keyed)).status).toBe(507);
        // The store looks for room again in a moment; until then it refuses as before.
        const second = await untilTaken(() => post(url, lines("a"), keyed));
        expect(await reportOf(second)).toMatchObject({ accepted: 1 });
        expect((await post(url, lines("a"), { "idempotency-key": "k".repeat(256) })).status).toBe(400);
      },
      [{ does: "fill-disk", step: "batch-written", pass: 1 }],
    );
  });
});
