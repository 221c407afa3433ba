import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filledStore, type FilledStore } from "@/lib/testing/filled-store";
import { semFrame } from "@/lib/testing/envelopes";
import { openForReading, openForWriting } from "../store";
import { backupStore } from "./backup-store";
import { EnvelopeReader } from "./envelope-reader";
import type { StepWatcher } from "../steps";

function withStore(use: (store: FilledStore, target: string) => void): void {
  const store = filledStore(2, 30, "packed");
  try {
    use(store, join(store.folder, "copy.db"));
  } finally {
    store.close();
  }
}

test("a backup made beside a writer at work holds every envelope from before it began, and boots (R64)", () => {
  withStore((store, target) => {
    let seq = 1000n;
    const writeMeanwhile: StepWatcher = () => {
      for (let i = 0; i < 20; i += 1)
        store.engine.commit([{ source: "test", item: semFrame({ conv: "c1", seq: (seq += 1n) }) }]);
    };
    writeMeanwhile("backup-copied", store.writer.sqlite);
    const acknowledged = store.engine.lastOrdinal;
    const backup = backupStore(store.reader, target, undefined, writeMeanwhile);
    expect(backup.envelopes).toBe(Number(acknowledged));
    const restored = openForWriting(target);
    const reader = new EnvelopeReader(restored.sqlite);
    for (const [ordinal, bytes] of store.bytesOf) expect(reader.read(ordinal)).toEqual(bytes);
    expect(restored.sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
    restored.sqlite.close();
    expect(readdirSync(store.folder).filter((name) => name.includes(".part"))).toEqual([]);
  });
});

test("an existing file is never written over", () => {
  withStore((store, target) => {
    writeFileSync(target, "precious");
    expect(() => backupStore(store.reader, target)).toThrow(expect.objectContaining({ code: "file-exists" }));
  });
});

test("a copy that is not sound gets no name, and the store stays readable only", () => {
  withStore((store, target) => {
    store.writer.sqlite.exec(
      "UPDATE event_segments SET data = zeroblob(length(data)) WHERE segment_key = (SELECT min(segment_key) FROM event_segments)",
    );
    expect(() => backupStore(store.reader, target)).toThrow(/copy is not sound.*envelopes: damaged/);
    expect(existsSync(target)).toBe(false);
    expect(() => store.reader.sqlite.exec("DELETE FROM events")).toThrow(/read.?only/i);
  });
});

test.each(["backup-copied", "backup-verified", "backup-renamed"] as const)(
  "R02 a backup that is stopped at %s leaves a whole copy under its name or none",
  (stop) => {
    withStore((store, target) => {
      const stopAt: StepWatcher = (step) => {
        if (step === stop) throw new Error("stopped");
      };
      expect(() => backupStore(store.reader, target, undefined, stopAt)).toThrow("stopped");
      expect(existsSync(target)).toBe(stop === "backup-renamed");
      expect(readdirSync(store.folder).filter((name) => name.includes(".part"))).toEqual([]);
    });
  },
);

test("what a killed backup left is replaced by the next", () => {
  withStore((store, target) => {
    writeFileSync(`${target}.part`, "half a file");
    backupStore(store.reader, target);
    const copy = openForReading(target);
    expect(copy.sqlite.prepare("SELECT count(*) FROM events").pluck().get()).toBe(60n);
    copy.sqlite.close();
  });
});
