import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { filledStore, type FilledStore } from "@/lib/testing/filled-store";
import { Random } from "@/lib/testing/scenario/random";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { EnvelopeReader, readIfWhole } from "../event-log/envelope-reader";
import { examineStore } from "../event-log/examine-store";
import { openForReading } from "../store";
import { salvageStore, type Salvage } from "./salvage-store";
import type { UnindexedEnvelope } from "./salvage-envelopes";

const pageBytes = 4096;
const frames = { packed: 30, young: 20 };
const total = 3 * (frames.packed + frames.young);
/** Of each kind of damage; five kinds make the hundred of the list. */
const copies = 20;

/** A way in which a disk or a careless copy damages a file. */
type Damage = (file: Buffer, random: Random, path: string) => void;

const damages: Readonly<Record<string, Damage>> = {
  "a zeroed page": (file, random) => {
    fillPage(file, random, () => 0);
  },
  "garbage pages": (file, random) => {
    for (let i = 0; i < 3; i += 1) fillPage(file, random, () => random.int(0, 255));
  },
  "a wrong header": (file, random) => {
    for (let at = 0; at < 100; at += 1) file[at] = random.int(0, 255);
  },
  "no first page": (file) => {
    file.fill(0, 0, pageBytes);
  },
};

function fillPage(file: Buffer, random: Random, byte: () => number): void {
  const page = random.int(1, file.length / pageBytes - 1);
  for (let at = page * pageBytes; at < (page + 1) * pageBytes; at += 1) file[at] = byte();
}

let source: FilledStore;
let target: TemporaryStore;
let path: string;
beforeEach(() => {
  source = filledStore(3, frames.packed, "packed");
  // The newest are young, as in a store at work.
  for (let frame = 1; frame <= frames.young; frame += 1)
    for (const conv of ["c1", "c2", "c3"]) source.add(conv, frames.packed + frame);
  path = join(source.folder, "damaged.db");
  source.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
});
afterEach(() => {
  source.close();
});

interface Outcome {
  readonly salvage: Salvage;
  readonly unindexed: readonly UnindexedEnvelope[];
}

/** Salvages the damaged copy into a new store, settles it and proves that it is sound. */
async function salvaged(use: (outcome: Outcome, reader: EnvelopeReader) => void): Promise<void> {
  target = temporaryStore();
  try {
    const unindexed: UnindexedEnvelope[] = [];
    const salvage = await salvageStore(path, target.writer, {
      migrations: "drizzle",
      nowMs: 1_900_000_000_000,
      onProgress: () => undefined,
      onUnindexed: (envelope) => unindexed.push(envelope),
    });
    new IngestEngine(target.writer, target.path, () => 1_900_000_000_000).settle(true);
    expect(examineStore(target.reader).findings.filter(({ ok }) => !ok)).toEqual([]);
    use({ salvage, unindexed }, new EnvelopeReader(target.reader.sqlite));
  } finally {
    target.close();
  }
}

/** Ordinals of a damaged file whose bytes SQLite can still read; none where it refuses the file. */
function readableBySqlite(): readonly bigint[] {
  try {
    const copy = openForReading(path);
    try {
      const reader = new EnvelopeReader(copy.sqlite);
      return [...source.bytesOf.keys()].filter((ordinal) => canRead(reader, ordinal));
    } finally {
      copy.sqlite.close();
    }
  } catch {
    return [];
  }
}

function canRead(reader: EnvelopeReader, ordinal: bigint): boolean {
  try {
    return readIfWhole(reader, ordinal) !== undefined;
  } catch {
    return false;
  }
}

/** Nothing is made up, and what SQLite can still read is there. Gives the number of envelopes that are accounted for. */
function expectHonest({ salvage, unindexed }: Outcome, reader: EnvelopeReader): number {
  const { envelopes } = salvage;
  const present = [...source.bytesOf.keys()].filter(
    (ordinal) => readIfPresent(reader, ordinal) !== undefined,
  );
  for (const ordinal of present) expect(reader.read(ordinal)).toEqual(source.bytesOf.get(ordinal));
  expect(present).toHaveLength(envelopes.salvaged);
  for (const { ordinal, bytes } of unindexed) expect(bytes).toEqual(source.bytesOf.get(ordinal));
  expect(present).toEqual(expect.arrayContaining([...readableBySqlite()]));
  return envelopes.salvaged + envelopes.damaged.length + envelopes.unindexed + envelopes.lost;
}

function readIfPresent(reader: EnvelopeReader, ordinal: bigint): Buffer | undefined {
  try {
    return reader.read(ordinal);
  } catch {
    return undefined;
  }
}

describe("salvage of a damaged store (R23)", () => {
  test.each(Object.entries(damages))(
    "%s: the new store is sound and holds every envelope that can be read, byte for byte",
    async (name, damage) => {
      const file = readFileSync(source.path);
      const random = new Random(name);
      let untouched = 0;
      for (let copy = 0; copy < copies; copy += 1) {
        const damaged = Buffer.from(file);
        damage(damaged, random, path);
        writeFileSync(path, damaged);
        await salvaged((outcome, reader) => {
          expect(expectHonest(outcome, reader)).toBe(total);
          untouched += outcome.salvage.envelopes.salvaged === total ? 1 : 0;
        });
      }
      // Without its header or its first page a file loses no envelope at all.
      if (name.startsWith("a wrong") || name.startsWith("no first")) expect(untouched).toBe(copies);
    },
  );

  test("a file cut short anywhere: what lies before the cut is salvaged", async () => {
    const random = new Random("cut");
    const { length } = readFileSync(source.path);
    for (let copy = 0; copy < copies; copy += 1) {
      copyFileSync(source.path, path);
      truncateSync(path, random.int(pageBytes, length - 1));
      await salvaged((outcome, reader) => {
        // Where the receipts lie behind the cut nothing tells how many there were.
        expect(expectHonest(outcome, reader)).toBeLessThanOrEqual(total);
      });
    }
  });

  test("an undamaged store comes over whole: every envelope, every record", async () => {
    copyFileSync(source.path, path);
    await salvaged(({ salvage }) => {
      expect(salvage.envelopes).toMatchObject({ salvaged: total, damaged: [], unindexed: 0, lost: 0 });
      expect(salvage.records.filter(({ damaged, lost }) => damaged + lost > 0)).toEqual([]);
      for (const { table, salvaged: rows } of salvage.records) {
        const there = source.reader.sqlite.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
        expect({ table, rows }).toEqual({ table, rows: Number(there) });
      }
      expect(salvage.pages).toMatchObject({ damaged: 0, unowned: 0, has_header: true });
    });
  });

  test("an envelope with one flipped bit is named and left behind, the others come over", async () => {
    const file = readFileSync(source.path);
    const ordinal = BigInt(total);
    const at = file.indexOf(source.bytesOf.get(ordinal) ?? "") + 10;
    file[at] = (file[at] ?? 0) ^ 1;
    writeFileSync(path, file);
    await salvaged((outcome, reader) => {
      expect(expectHonest(outcome, reader)).toBe(total);
      expect(outcome.salvage.envelopes).toMatchObject({
        salvaged: total - 1,
        damaged: [{ ordinal, conv_id: "c3", stream: "c3" }],
      });
    });
  });

  test("what only the write-ahead log holds is salvaged too, as far as it was committed", async () => {
    source.add("c9", 1);
    copyFileSync(source.path, path);
    copyFileSync(`${source.path}-wal`, `${path}-wal`);
    await salvaged(({ salvage }) => {
      expect(salvage.envelopes).toMatchObject({ salvaged: total + 1, lost: 0 });
    });
  });

  test("lost stems of ids: what repeats a hash is still known, the others have a name that says so", async () => {
    const { sqlite } = source.writer;
    sqlite.exec("UPDATE events SET stem_key = 9, identity_number = ordinal WHERE ordinal > 100");
    sqlite.exec("DELETE FROM identity_stems");
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
    copyFileSync(source.path, path);
    await salvaged(({ salvage }) => {
      expect(salvage.lost_names).toBe(1);
      const stems = target.reader.sqlite.prepare("SELECT stem_key, stem, digits FROM identity_stems");
      expect(stems.raw().all()).toEqual([
        [1n, "c1", -1n],
        [2n, "c2", -1n],
        [3n, "c3", -1n],
        [9n, "lost-stem-9-", 0n],
      ]);
    });
  });

  test("damaged and lost records are named by their key", async () => {
    source.writer.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const file = readFileSync(source.path);
    const root = Number(
      source.reader.sqlite
        .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'conversations'")
        .pluck()
        .get(),
    );
    file.fill(0, (root - 1) * pageBytes, root * pageBytes);
    writeFileSync(path, file);
    await salvaged(({ salvage }) => {
      const conversations = salvage.records.find(({ table }) => table === "conversations");
      expect(conversations).toMatchObject({ salvaged: 0, lost: 3, keys: ["c1", "c2", "c3"] });
      // They follow from the envelopes, and are there again.
      expect(target.reader.sqlite.prepare("SELECT count(*) FROM conversations").pluck().get()).toBe(3n);
    });
  });
});
