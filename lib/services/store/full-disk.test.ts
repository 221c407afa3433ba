import { execFileSync } from "node:child_process";
import { existsSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openCopyForReading, openForReading } from "@/db/store";
import { checkHistory } from "@/lib/testing/crash/check-history";
import { soundVerdict } from "@/lib/testing/crash/crash-run";
import { History, type SentItem } from "@/lib/testing/crash/history";
import { canMountDisks, mountSmallDisk, type SmallDisk } from "@/lib/testing/small-disk";
import { ownStore, storePath } from "./data-folder";
import { usualRules, WriterHost } from "./writer-host";
import type { WriterState } from "./store-keeper";

const mebibyte = 1024 * 1024;

/** A disk for one test. */
function smallDisk(bytes: number): SmallDisk {
  const disk = mountSmallDisk(bytes);
  onTestFinished(() => {
    disk.remove();
  });
  return disk;
}

/** A writer over a folder with a clock that the test turns. */
function writerOn(folder: string, lowWater: number) {
  let now = 1_800_000_000_000;
  let state: WriterState | undefined;
  const owned = ownStore(folder, "a test", new Date(now), resolve("drizzle"));
  const keeping = { ...usualRules.keeping, room: { lowWater: () => lowWater, ballast: () => 4 * mebibyte } };
  const host = new WriterHost(
    owned,
    () => now,
    "server",
    (event) => {
      if (event.event === "state") state = event.state;
    },
    undefined,
    { ...usualRules, keeping },
  );
  onTestFinished(() => {
    if (owned.store.sqlite.open) host.close();
  });
  const turn = async (): Promise<void> => {
    now += 2_000;
    await new Promise((done) => setImmediate(done));
    host.settleAll();
    host.tend();
  };
  return {
    host,
    /** Lets two seconds pass and the put-off work run. */
    turn,
    /** Turns until the writer has come to what is asked. */
    until: async (isSo: (state: WriterState) => boolean): Promise<void> => {
      for (let turns = 0; state === undefined || !isSo(state); turns += 1) {
        if (turns > 50)
          throw new Error(`the writer stays ${state?.condition ?? "silent"}: ${state?.detail ?? ""}`);
        await turn();
      }
    },
  };
}

async function store(host: WriterHost, item: SentItem): Promise<void> {
  const id = item.id;
  try {
    host.openNdjson(id, { source: "crash", all_results: true, max_line_bytes: mebibyte });
    await host.push(id, Buffer.from(`${item.line}\n`));
    const report = await host.end(id);
    const [result] = "results" in report ? report.results : [];
    if (result !== undefined) item.answers.push(result.status);
  } finally {
    host.abort(id);
  }
}

describe.skipIf(!canMountDisks())("on a disk of its own (needs root)", () => {
  test.each([
    ["runs out of room", 0],
    ["gets near its end", 6 * mebibyte],
  ])(
    "R20 a disk that %s: refused with storage-full, readable, and taken again when there is room",
    async (_, lowWater) => {
      const { folder } = smallDisk(32 * mebibyte);
      const writer = writerOn(folder, lowWater);
      await writer.until(() => existsSync(join(folder, "ballast")));
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(join(folder, "filler"), Buffer.alloc(bavail * bsize - lowWater - 3 * mebibyte));
      const history = new History();
      let refusal: unknown;
      for (let seq = 1n; seq < 100n && refusal === undefined; seq += 1n) {
        const data = { delta: "x".repeat(200_000) };
        const item = history.add(`e${String(seq)}`, "c", seq, { type: "llm.delta", id: "m", data });
        await store(writer.host, item).catch((error: unknown) => (refusal = error));
        if (lowWater > 0) await writer.turn();
      }
      expect(refusal).toMatchObject({ code: "storage-full" });
      await writer.until(({ condition }) => condition === "full");
      expect(existsSync(join(folder, "ballast"))).toBe(lowWater > 0);

      const reader = openForReading(storePath(folder));
      expect(checkHistory(reader, history)).toMatchObject(soundVerdict);

      rmSync(join(folder, "filler"));
      await writer.until(({ condition }) => condition === "writing");
      const item = history.add("after", "c", 1_000n, { type: "llm.delta", id: "m", data: {} });
      await store(writer.host, item);
      expect(item.answers).toEqual(["accepted"]);
      expect(checkHistory(reader, history)).toMatchObject(soundVerdict);
      reader.sqlite.close();
      writer.host.close();
    },
  );

  test.each(["stopped", "killed"])(
    "R21 a read-only disk with the store of a %s writer: refused by name, and readable",
    async (end) => {
      let disk = smallDisk(32 * mebibyte);
      const source = disk.folder;
      const { host } = writerOn(source, 0);
      const item = new History().add("e1", "c", 1n, { type: "llm.start", id: "m", data: {} });
      await store(host, item);
      if (end === "killed") {
        // What a killed writer leaves: the file with its write-ahead log, copied while it is open.
        disk = smallDisk(32 * mebibyte);
        execFileSync("cp", ["-r", `${source}/.`, disk.folder]);
      }
      host.close();
      disk.makeReadOnly();
      expect(() => ownStore(disk.folder, "a test", new Date(0), resolve("drizzle"))).toThrow(
        expect.objectContaining({ code: "storage-read-only" }),
      );
      const reader = openCopyForReading(storePath(disk.folder));
      expect(reader.sqlite.prepare("SELECT count(*) FROM events").pluck().get()).toBe(1n);
      reader.sqlite.close();
    },
  );
});
