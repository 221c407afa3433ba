import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { ingestLimitsSchema, ingestReportSchema } from "@/lib/contracts/ingest-report";
import { problemSchema } from "@/lib/contracts/problem";
import { lookupSchema } from "@/lib/contracts/search";
import { removeFolder, runGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { expect, test } from "./fixtures/app";

test.use({ seed: "empty for the interface" });

const line = (id: string): string =>
  JSON.stringify({ id, type: "acme.beat", source: "s", occurred_at_ms: 1_795_445_419_018, data: {} });

async function post(
  request: APIRequestContext,
  lines: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<APIResponse> {
  const data = lines.map((text) => `${text}\n`).join("");
  return request.post("/api/v1/ingest", {
    data,
    headers: { "Content-Type": "application/x-ndjson", ...headers },
  });
}

test("the answer says how far the clocks are apart", async ({ request }) => {
  const report = async (answer: APIResponse) => ingestReportSchema.parse(await answer.json());
  expect(await report(await post(request, [line("a")]))).toMatchObject({ accepted: 1, skew_ms: null });

  const byHeader = await report(await post(request, [line("b")], { "X-Sent-At-Ms": "1795445419018" }));
  expect(byHeader.skew_ms).toBe(byHeader.received_at_ms - 1_795_445_419_018);

  const first = JSON.stringify({ type: "ingest.header", sent_at_ms: 1_795_445_000_000 });
  const byLine = await report(await post(request, [first, line("c")]));
  expect(byLine).toMatchObject({
    accepted: 1,
    rejected: 0,
    skew_ms: byLine.received_at_ms - 1_795_445_000_000,
  });
});

test("the limits are published, and a line beyond them is refused in its place", async ({ request }) => {
  const limits = ingestLimitsSchema.parse(await (await request.get("/api/v1/ingest/limits")).json());
  const long = line("x".repeat(limits.line_bytes));
  const answer = await post(request, [line("d"), long, line("e")]);
  expect(answer.status()).toBe(207);
  expect(ingestReportSchema.parse(await answer.json())).toMatchObject({
    accepted: 2,
    rejected: 1,
    results: expect.arrayContaining([expect.objectContaining({ line: 2, code: "line-too-long" })]),
  });
});

test("bodies come compressed and as CloudEvents, and a key repeats the answer", async ({ request }) => {
  const lines = Buffer.from(`${line("f")}\n${line("g")}\n`);
  for (const [coding, data] of [
    ["gzip", gzipSync(lines)],
    ["br", brotliCompressSync(lines)],
    ["deflate", deflateSync(lines)],
  ] as const) {
    const headers = {
      "Content-Type": "application/x-ndjson",
      "Content-Encoding": coding,
      "Idempotency-Key": coding,
    };
    const [first, again] = [
      await request.post("/api/v1/ingest", { data, headers }),
      await request.post("/api/v1/ingest", { data, headers }),
    ];
    expect(first.status()).toBe(200);
    expect(again.headers()["idempotency-replayed"]).toBe("true");
    expect(await again.json()).toEqual(await first.json());
  }
  const event = {
    specversion: "1.0",
    id: "e1",
    source: "/s",
    type: "acme.beat",
    time: "2026-11-29T12:00:00Z",
  };
  const batch = await request.post("/api/v1/ingest", {
    data: Buffer.from(JSON.stringify([event, { ...event, id: "e2" }])),
    headers: { "Content-Type": "application/cloudevents-batch+json" },
  });
  expect(ingestReportSchema.parse(await batch.json())).toMatchObject({ accepted: 2 });
  const binary = await request.post("/api/v1/ingest", {
    data: Buffer.from('{"n":1}'),
    headers: {
      "Content-Type": "application/json",
      ...Object.fromEntries(
        Object.entries({ ...event, id: "e3" }).map(([name, value]) => [`ce-${name}`, value]),
      ),
    },
  });
  expect(ingestReportSchema.parse(await binary.json())).toMatchObject({ accepted: 1 });
  const contract = await (await request.get("/api/v1/openapi.json")).text();
  for (const told of ["application/cloudevents-batch+json", "Idempotency-Key", "next_line"])
    expect(contract).toContain(told);
});

test("an address that the interface does not have is a problem, whatever the method", async ({ request }) => {
  for (const answer of [await request.get("/api/v1/nothing/here"), await request.delete("/api/v2")]) {
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    expect(problemSchema.parse(await answer.json())).toMatchObject({ code: "not-found" });
  }
});

test("files of a folder that are imported beside the running server find each other", async ({
  request,
  server,
}) => {
  const folder = temporaryFolder();
  const frame = { sem: true, event: { type: "ws.hello", id: "h", data: { convId: "of-the-folder" } } };
  writeFileSync(
    join(folder, "socket.ndjson"),
    `${JSON.stringify({ t: 1_795_445_419_018, raw: JSON.stringify(frame) })}\n`,
  );
  // A provider's stream names no conversation.
  const chunk = {
    type: "response.created",
    response: { id: "resp_of_the_folder", created_at: 1_795_445_419 },
  };
  writeFileSync(join(folder, "a-stream.ndjson"), `${JSON.stringify(chunk)}\n`);
  const { code, stderr } = await runGrillo(["import", folder, "--data", server.dataFolder]);
  removeFolder(folder);
  expect(code, stderr).toBe(0);
  const found = lookupSchema.parse(await (await request.get("/api/v1/lookup/resp_of_the_folder")).json());
  expect(new Set(found.items.map(({ conv_id }) => conv_id))).toEqual(new Set(["of-the-folder"]));

  const cut = await request.post("/api/v1/imports?name=x.ndjson&hints=100", { data: "{}" });
  expect(cut.status()).toBe(400);
  expect(problemSchema.parse(await cut.json())).toMatchObject({ code: "invalid-request" });
});
