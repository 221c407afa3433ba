import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { takeWriterLock } from "./writer-lock";

const owner = { pid: 4711, what: "grillo serve", since: "2026-01-01T00:00:00.000Z" };

test("a second writer is refused by name, and may write once the first is gone", () => {
  const folder = temporaryFolder();
  const lock = takeWriterLock(folder, owner);
  expect(() => takeWriterLock(folder, owner)).toThrow(/grillo serve \(process 4711/);
  lock.release();
  takeWriterLock(folder, owner).release();
});

test("the lock of a process that was killed is free", () => {
  const folder = temporaryFolder();
  const script = `
    const Database = require("better-sqlite3");
    new Database(${JSON.stringify(`${folder}/writer.lock`)}).exec("BEGIN EXCLUSIVE");
    process.kill(process.pid, "SIGKILL");`;
  const { signal } = spawnSync(process.execPath, ["-e", script], { cwd: process.cwd() });
  expect(signal).toBe("SIGKILL");
  takeWriterLock(folder, owner).release();
});
