import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filledStore, type FilledStore } from "@/lib/testing/filled-store";
import { repetitions } from "@/lib/testing/repetitions";
import { Random } from "@/lib/testing/scenario/random";
import { openForReading, type ReadStore } from "../store";
import { EnvelopeReader, readIfWhole } from "./envelope-reader";
import { examineStore } from "./examine-store";

const flips = repetitions(25, 300);

/** Calls `use` with copies of the store's file in which one bit of a stored payload is flipped. */
function withFlippedBits(store: FilledStore, use: (copy: ReadStore) => void): void {
  store.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  const file = readFileSync(store.path);
  const payloads = store.reader.sqlite
    .prepare("SELECT data FROM event_segments")
    .pluck()
    .all()
    .filter(Buffer.isBuffer);
  const random = new Random("flips");
  for (let flip = 0; flip < flips; flip += 1) {
    const at = placeInFile(file, payloads, random);
    const bit = 1 << random.int(0, 7);
    file[at] = (file[at] ?? 0) ^ bit;
    const path = join(store.folder, "flipped.db");
    writeFileSync(path, file);
    file[at] = (file[at] ?? 0) ^ bit;
    const copy = openForReading(path);
    use(copy);
    copy.sqlite.close();
  }
}

/** Offset of a random byte of a random payload in the file; payloads here are small enough to lie in one piece. */
function placeInFile(file: Buffer, payloads: readonly Buffer[], random: Random): number {
  const payload = random.pick(payloads);
  const at = file.indexOf(payload);
  if (at < 0) throw new Error("a payload does not lie in one piece");
  return at + random.int(0, payload.length - 1);
}

describe.each(["young", "young-together", "packed"] as const)("bit flips in payloads, %s (R22)", (layout) => {
  test("every altered envelope is named with its place, and no other; the rest stays readable", () => {
    const store = filledStore(3, 60, layout);
    try {
      let altered = 0;
      withFlippedBits(store, (copy) => {
        const { damaged, findings } = examineStore(copy);
        const reader = new EnvelopeReader(copy.sqlite);
        const lost = [...store.bytesOf]
          .filter(([ordinal, bytes]) => readIfWhole(reader, ordinal)?.equals(bytes) !== true)
          .map(([ordinal]) => ordinal);
        altered += Math.sign(lost.length);
        expect(damaged.map(({ ordinal }) => ordinal).sort(byOrdinal)).toEqual(lost.sort(byOrdinal));
        expect(findings.find(({ check }) => check === "envelopes")?.ok).toBe(lost.length === 0);
        // One segment at most, which is of one conversation.
        expect(new Set(damaged.map(({ conv_id }) => conv_id)).size).toBeLessThanOrEqual(1);
        expect(damaged.every(({ conv_id, stream, type }) => conv_id === stream && type !== null)).toBe(true);
      });
      // A flipped bit of padding in a compressed block alters nothing; nearly all others do.
      expect(altered).toBeGreaterThan(flips * 0.9);
    } finally {
      store.close();
    }
  });
});

describe("damaged pages (R23)", () => {
  test.each(["zeroed", "garbage"])(
    "%s pages: examined to the end, with a finding and without a throw",
    (kind) => {
      const store = filledStore(2, 40, "young");
      try {
        store.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
        const pageBytes = 4096;
        const file = readFileSync(store.path);
        const random = new Random(kind);
        const path = join(store.folder, "damaged.db");
        let found = 0;
        const used = usedPages(store);
        for (const page of used) {
          const damaged = Buffer.from(file);
          damaged.fill(kind === "zeroed" ? 0 : random.int(1, 255), (page - 1) * pageBytes, page * pageBytes);
          writeFileSync(path, damaged);
          const copy = openForReading(path);
          found += examineStore(copy).findings.some(({ ok }) => !ok) ? 1 : 0;
          copy.sqlite.close();
        }
        expect(found).toBe(used.length);
      } finally {
        store.close();
      }
    },
  );

  test("a file that is cut short or no database is refused by name", () => {
    const store = filledStore(1, 1, "young");
    try {
      store.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
      const path = join(store.folder, "cut.db");
      copyFileSync(store.path, path);
      writeFileSync(path, "not a database at all, but long enough to have a header of its own".repeat(20));
      expect(() => openForReading(path)).toThrow(/cut\.db is damaged or is not a store/);
    } finally {
      store.close();
    }
  });
});

/** Pages of the tables of the log, without the first, which holds the schema. */
function usedPages(store: FilledStore): readonly number[] {
  const roots = store.reader.sqlite
    .prepare(
      "SELECT rootpage FROM sqlite_schema WHERE name IN ('events', 'event_segments', 'receipts', 'events_by_identity')",
    )
    .pluck()
    .all();
  return roots.map(Number);
}

function byOrdinal(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}
