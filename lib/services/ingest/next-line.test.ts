import { request as openRequest } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { problemSchema } from "@/lib/contracts/problem";
import { bundleCrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import { line, post, problemOf, reportOf, untilTaken, withServer } from "@/lib/testing/crash/ingest-server";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

test("a disk that fills up half way: next_line says what is durable, and going on from there stores nothing twice", async () => {
  await withServer(
    bundle,
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
  await withServer(bundle, async (url, server) => {
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
