import { afterEach, beforeEach, expect, test } from "vitest";
import { openForReading } from "@/db/store";
import { cloudEventExample } from "@/lib/ingest/native-page";
import { removeFolder, temporaryFolder } from "@/lib/testing/grillo-process";
import { ownStore, storePath } from "../store/data-folder";
import { WriterHost } from "../store/writer-host";

const now = 1_800_000_000_000;
const day_ms = 24 * 3_600_000;

let folder: string;
let host: WriterHost;
beforeEach(() => {
  folder = temporaryFolder();
  host = new WriterHost(ownStore(folder, "test", new Date(now), "drizzle"), () => now, "server");
});
afterEach(() => {
  host.close();
  removeFolder(folder);
});

const linesAt = (...times: readonly number[]): Buffer =>
  Buffer.from(
    times
      .map((occurred_at_ms, at) =>
        JSON.stringify({ id: `l${at}`, type: "acme.beat", source: "s", occurred_at_ms }),
      )
      .join("\n"),
  );

async function sent(body: Buffer) {
  host.openNdjson("in", { all_results: false, max_line_bytes: 1 << 20 });
  await host.push("in", body);
  return host.end("in");
}

async function imported(body: Buffer) {
  host.openImport("file", { name: "old.ndjson" });
  await host.push("file", body);
  return host.end("file");
}

test("lines a day off, either way, are stored as they came and told of", async () => {
  expect(await sent(linesAt(now, now - day_ms, now + day_ms))).toMatchObject({ far_times: undefined });
  const report = await sent(linesAt(now + 1, now - day_ms - 1, 1, now + 3 * day_ms));
  expect(report).toMatchObject({
    counts: { rejected: 0 },
    far_times: { lines: 3, first_line: 2, furthest_ms: 1 - now },
  });
});

test("a file may be as old as it likes, but not from the future, nor older than any clock", async () => {
  const report = await imported(linesAt(now - 9_000 * day_ms, now - day_ms, now));
  expect(report).toMatchObject({ counts: { stored: 3 }, reasons: [{ code: "warning" }] });
  const odd = await imported(linesAt(now, now + 2 * day_ms, 1_700_000_000));
  const reason = expect.objectContaining({ code: "time-far-off", line: 2, count: 2 }) as unknown;
  expect(odd).toMatchObject({ reasons: expect.arrayContaining([reason]) as unknown });
});

test.each([
  ["sent", sent],
  ["imported", imported],
])("a CloudEvent without a time, %s, has the time of its receipt and no other", async (_, take) => {
  const { time, ...timeless } = cloudEventExample;
  expect(time).toBeDefined();
  expect(await take(Buffer.from(JSON.stringify(timeless)))).toMatchObject({
    counts: { stored: 1, rejected: 0 },
  });
  host.settleAll();
  const { sqlite } = openForReading(storePath(folder));
  expect(sqlite.prepare("SELECT occurred_at_ms, ingested_at_ms FROM events").all()).toEqual([
    { occurred_at_ms: null, ingested_at_ms: BigInt(now) },
  ]);
  expect(sqlite.prepare("SELECT finished_at_ms FROM tool_calls").pluck().all()).toEqual([null]);
  sqlite.close();
});
