import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { EnvelopeReader } from "@/db/event-log/envelope-reader";
import { openForReading } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { takeWriterLock } from "@/lib/services/store/writer-lock";
import { filledStore } from "@/lib/testing/filled-store";
import { runGrillo } from "@/lib/testing/grillo-process";
import { temporaryFolder } from "@/lib/testing/temporary-folder";

const toldSchema = z.object({
  lossless: z.boolean(),
  records: z.array(z.object({ table: z.string(), lost: z.number(), keys: z.array(z.string()) })),
  faults: z.array(z.unknown()),
});

/** A data folder whose store went through `damage`, and the number of its envelopes. */
function damagedFolder(damage: (file: Buffer, rootOf: (table: string) => number) => void): {
  data: string;
  total: number;
} {
  const store = filledStore(2, 20, "young");
  const data = join(temporaryFolder(), "data");
  try {
    store.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const file = readFileSync(store.path);
    const root = store.reader.sqlite.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck();
    damage(file, (table) => Number(root.get(table)));
    mkdirSync(data);
    writeFileSync(storePath(data), file);
    return { data, total: store.bytesOf.size };
  } finally {
    store.close();
  }
}

function zeroPage(file: Buffer, page: number): void {
  file.fill(0, (page - 1) * 4096, page * 4096);
}

test("a store without its header comes over whole into a new folder (exit 0)", async () => {
  const { data, total } = damagedFolder((file) => file.fill(0x5a, 0, 100));
  const before = readFileSync(storePath(data));
  const target = `${data}-new`;
  const { code, stdout } = await runGrillo(["salvage", target, "--data", data]);
  expect(stdout).toContain(`envelopes: ${String(total)} salvaged (every hash checked), 0 damaged, 0 lost`);
  expect(code).toBe(0);
  expect(readFileSync(storePath(data)).equals(before)).toBe(true);
  expect(await runGrillo(["doctor", "--data", target])).toMatchObject({ code: 0 });
});

test("what is damaged or lost is counted and named (exit 1), and the new folder opens", async () => {
  const { data, total } = damagedFolder((file, rootOf) => {
    zeroPage(file, rootOf("conversations"));
    zeroPage(file, file.length / 4096);
  });
  const target = `${data}-new`;
  const { code, stdout } = await runGrillo(["salvage", target, "--data", data, "--json"]);
  expect(code).toBe(1);
  const { lossless, records, faults } = toldSchema.parse(JSON.parse(stdout));
  expect({ lossless, faults }).toEqual({ lossless: false, faults: [] });
  expect(records.find(({ table }) => table === "conversations")).toMatchObject({
    lost: 2,
    keys: ["c1", "c2"],
  });
  const store = openForReading(storePath(target));
  const reader = new EnvelopeReader(store.sqlite);
  const ordinals = store.sqlite.prepare("SELECT ordinal FROM events").pluck().all();
  for (const ordinal of ordinals) reader.read(BigInt(String(ordinal)));
  store.sqlite.close();
  expect(ordinals.length).toBeLessThanOrEqual(total);
});

test("wrong use: nothing there to read (2), a folder of that name (2), a store being written (3), no store at all (3)", async () => {
  const { data } = damagedFolder(() => undefined);
  expect(await runGrillo(["salvage", `${data}-new`, "--data", `${data}-none`])).toMatchObject({ code: 2 });
  expect(await runGrillo(["salvage", data, "--data", data])).toMatchObject({ code: 2 });
  const lock = takeWriterLock(data, { pid: process.pid, what: "another writer", since: "now" });
  const held = await runGrillo(["salvage", `${data}-new`, "--data", data]);
  lock.release();
  expect(held).toMatchObject({ code: 3 });
  expect(held.stderr).toContain("is being written by another writer");
  writeFileSync(storePath(data), "no store ".repeat(4096));
  const nothing = await runGrillo(["salvage", `${data}-new`, "--data", data]);
  expect(nothing).toMatchObject({ code: 3 });
  expect(nothing.stderr).toContain("looks like a store");
});

test("a server, and every other command, names the damaged file and how to go on (exit 3)", async () => {
  const { data } = damagedFolder((file, rootOf) => {
    zeroPage(file, rootOf("events"));
    zeroPage(file, rootOf("migrations"));
  });
  const served = await runGrillo(["serve", "--port", "0", "--data", data]);
  expect(served).toMatchObject({ code: 3 });
  for (const said of [storePath(data), "(storage-corrupt)", "grillo salvage NEWFOLDER"])
    expect(served.stderr).toContain(said);
});
