import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { semFrame } from "@/lib/testing/envelopes";
import { repetitions } from "@/lib/testing/repetitions";
import { Random } from "@/lib/testing/scenario/random";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { openForReading } from "../store";
import { EnvelopeReader } from "./envelope-reader";

type Damage = "cut" | "zeroed" | "flipped";

/** The log as it would be after a power cut or a bad sector at a place. */
function damaged(wal: Buffer, kind: Damage, at: number, bit: number): Buffer {
  if (kind === "cut") return wal.subarray(0, at);
  const copy = Buffer.from(wal);
  if (kind === "zeroed") copy.fill(0, at);
  else copy[at] = (copy[at] ?? 0) ^ bit;
  return copy;
}

test("R04 whatever happens to the end of the write-ahead log, what remains is an exact prefix of the commits", () => {
  const store = temporaryStore();
  try {
    store.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    store.writer.sqlite.pragma("wal_autocheckpoint = 0");
    let now = 1_800_000_000_000;
    const engine = new IngestEngine(store.writer, store.path, () => (now += 1));
    const commits = 40;
    for (let seq = 1n; seq <= commits; seq += 1n)
      engine.commit([{ source: "test", item: semFrame({ seq, data: { delta: "x".repeat(300) } }) }]);

    const wal = readFileSync(`${store.path}-wal`);
    const copy = join(store.folder, "torn.db");
    copyFileSync(store.path, copy);
    const random = new Random("torn");
    const kept = new Set<number>();
    for (let i = 0; i < repetitions(120, 1_000); i += 1) {
      const kind = (["cut", "zeroed", "flipped"] as const)[i % 3] ?? "cut";
      writeFileSync(`${copy}-wal`, damaged(wal, kind, random.int(0, wal.length - 1), 1 << random.int(0, 7)));
      const torn = openForReading(copy);
      expect(torn.sqlite.pragma("quick_check", { simple: true })).toBe("ok");
      const ordinals = torn.sqlite.prepare("SELECT ordinal FROM events ORDER BY ordinal").pluck().all();
      expect(ordinals).toEqual(ordinals.map((_, at) => BigInt(at + 1)));
      const stored = torn.sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get();
      expect(stored).toBe(BigInt(ordinals.length));
      const reader = new EnvelopeReader(torn.sqlite);
      for (const ordinal of ordinals) reader.read(BigInt(String(ordinal)));
      kept.add(ordinals.length);
      torn.sqlite.close();
    }
    // The places were spread: from nothing left to everything left.
    expect(kept.size).toBeGreaterThan(15);
  } finally {
    store.close();
  }
});
