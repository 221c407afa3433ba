import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pageCounts, walBytes } from "@/db/upkeep";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { StoreKeeper, usualKeeping, type KeepingRules } from "./store-keeper";

const kibibyte = 1024;
let store: TemporaryStore;
let now: number;
let lowWater: number;
let rules: KeepingRules;

beforeEach(() => {
  store = temporaryStore();
  now = 1_800_000_000_000;
  lowWater = 0;
  rules = {
    ...usualKeeping,
    wal_bytes: 512 * kibibyte,
    idle_wal_bytes: 64 * kibibyte,
    kept_free_bytes: 64 * kibibyte,
    slice_pages: 16,
    room: { lowWater: () => lowWater, ballast: () => 4 * kibibyte },
  };
  // The keeper's own bounds are what is looked at.
  store.writer.sqlite.pragma("wal_autocheckpoint = 0");
});
afterEach(() => {
  store.close();
});

const keep = (): StoreKeeper => new StoreKeeper(store.writer, store.folder, () => now, undefined, rules);
const wal = (): number => walBytes(store.reader) ?? 0;

function write(bytes: number): void {
  const insert = store.writer.sqlite.prepare("INSERT INTO conflict_bytes (conflict_id, bytes) VALUES (?, ?)");
  const last = Number(store.writer.sqlite.prepare("SELECT count(*) FROM conflict_bytes").pluck().get());
  for (let i = 1; i <= Math.ceil(bytes / 8192); i += 1) insert.run(`c${last + i}`, Buffer.alloc(8000, 7));
}

test("a store that is left holds no free page", () => {
  write(4_000 * kibibyte);
  store.writer.sqlite.exec("DELETE FROM conflict_bytes");
  expect(pageCounts(store.writer).free).toBeGreaterThan(400);
  keep().leave();
  expect(pageCounts(store.writer).free).toBe(0);
});

describe("write-ahead log", () => {
  test("is emptied above its bound, whatever is being written", () => {
    const keeper = keep();
    for (let round = 0; round < 20; round += 1) {
      now += 100;
      write(200 * kibibyte);
      keeper.noteCommit();
      keeper.tend(false);
      expect(wal()).toBeLessThan(2_000 * kibibyte);
    }
    write(600 * kibibyte);
    keeper.noteCommit();
    keeper.tend(false);
    expect(wal()).toBe(0);
  });

  test("below its bound is folded into the file every few seconds, not at every commit", () => {
    const keeper = keep();
    write(50 * kibibyte);
    keeper.tend(false);
    expect(keeper.state.last_checkpoint_at_ms).toBe(now);
    const first = now;
    now += 1_000;
    write(50 * kibibyte);
    keeper.noteCommit();
    keeper.tend(false);
    expect(keeper.state.last_checkpoint_at_ms).toBe(first);
    now += 4_000;
    keeper.tend(false);
    expect(keeper.state.last_checkpoint_at_ms).toBe(now);
  });

  test("waits for no reader: it stays as long as one stands in it, and goes right after", () => {
    const keeper = keep();
    const reading = store.reader.sqlite.prepare("SELECT bytes FROM conflict_bytes").iterate();
    write(100 * kibibyte);
    reading.next();
    write(600 * kibibyte);
    keeper.noteCommit();
    keeper.tend(false);
    expect(wal()).toBeGreaterThan(0);
    expect(keeper.state.condition).toBe("writing");
    reading.return?.();
    now += 5_000;
    keeper.tend(false);
    expect(wal()).toBe(0);
  });
});

test("room in the file goes back to the disk in slices, when nothing else is to be done", () => {
  const keeper = keep();
  write(2_000 * kibibyte);
  store.writer.sqlite.exec("DELETE FROM conflict_bytes");
  const { free } = pageCounts(store.reader);
  keeper.tend(false);
  expect(pageCounts(store.reader).free).toBe(free);
  expect(keeper.tend(true)).toBe(true);
  expect(pageCounts(store.reader).free).toBe(free - 16);
  for (let rounds = 0; keeper.tend(true); rounds += 1) expect(rounds).toBeLessThan(100);
  const left = pageCounts(store.reader);
  // The file keeps a sixteenth of itself, which shrinks as it does.
  expect(left.free).toBeLessThan(left.pages / 10);
});

describe("a disk that fills up", () => {
  test("is refused before it is full, said since when, and taken again when there is room", () => {
    const keeper = keep();
    expect(() => {
      keeper.admit();
    }).not.toThrow();
    lowWater = Number.MAX_SAFE_INTEGER;
    now += 1_000;
    expect(() => {
      keeper.admit();
    }).toThrow(/nearly full/);
    expect(keeper.state).toMatchObject({ condition: "full", since_ms: now });
    lowWater = 0;
    now += 1_000;
    keeper.tend(false);
    expect(keeper.state).toMatchObject({ condition: "writing", since_ms: null });
  });

  test("what is not the disk's fault is nobody's to forgive", () => {
    expect(() => {
      keep().noteFailure(new TypeError("a defect"));
    }).toThrow("a defect");
  });
});
