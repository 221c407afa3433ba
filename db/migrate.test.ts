import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { migrate } from "./migrate";
import type { StepWatcher } from "./steps";
import { openForWriting, type WriteStore } from "./store";

function schemaOf({ sqlite }: WriteStore): unknown[] {
  return sqlite.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
}

function newStore(): WriteStore {
  return openForWriting(join(temporaryFolder(), "grillo.db"));
}

test("R60 a migration that is stopped at any statement leaves nothing of it, and the next start completes it", () => {
  const whole = newStore();
  let statements = 0;
  migrate(whole, "drizzle", (step) => {
    if (step === "migration-statement") statements += 1;
  });
  const expected = schemaOf(whole);
  const store = newStore();
  migrate(store, "drizzle", () => undefined);
  expect(migrate(store, "drizzle")).toEqual({ applied: [] });
  for (const stop of [1, Math.floor(statements / 2), statements]) {
    const broken = newStore();
    let passed = 0;
    const stopAt: StepWatcher = (step) => {
      if (step === "migration-statement" && (passed += 1) === stop) throw new Error("stopped");
    };
    expect(() => migrate(broken, "drizzle", stopAt)).toThrow("stopped");
    expect(broken.sqlite.prepare("SELECT count(*) FROM migrations").pluck().get()).toBe(0n);
    migrate(broken, "drizzle");
    expect(schemaOf(broken)).toEqual(expected);
    broken.sqlite.close();
  }
  whole.sqlite.close();
  store.sqlite.close();
});

test("R60 a store of a newer version is refused by the name of its schema and not written to", () => {
  const store = newStore();
  migrate(store, "drizzle");
  store.sqlite.prepare("INSERT INTO migrations VALUES (1, '0001_later', '')").run();
  const before = store.sqlite.pragma("data_version", { simple: true });
  expect(() => migrate(store, "drizzle")).toThrow(/0001_later.*nothing was changed/);
  expect(store.sqlite.pragma("data_version", { simple: true })).toBe(before);
  store.sqlite.close();
});
