import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import { firstTitled } from "@/db/search/search-index";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { expect, test } from "./fixtures/app";
import { copyDemo } from "./fixtures/prepare-demo";

/** Ten million slices of the index, each of them empty: a search for two words in all of it takes minutes. */
const farAway = firstTitled + 10_000_000 * 1_000_000;

/** Processor time that a process has used, in hundredths of a second. */
function usedBy(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** How busy a process is over a third of a second: 1 is one whole processor. */
async function loadOf(pid: number): Promise<number> {
  const [before, startedAt] = [usedBy(pid), performance.now()];
  await setTimeout(333);
  return ((usedBy(pid) - before) * 10) / (performance.now() - startedAt);
}

test("a search ends when who asked for it goes away, and others are answered while it runs", async () => {
  test.skip(process.platform !== "linux", "processor time is read from /proc");
  const folder = temporaryFolder();
  copyDemo(folder);
  const store = new Database(join(folder, "grillo.db"));
  store
    .prepare(
      "INSERT INTO search_docs (doc_id, kind, conv_id, key, part) VALUES (?, 'entity', 'none', 'none', '')",
    )
    .run(farAway);
  store.close();
  const server = await startGrillo(folder);
  const load = (): Promise<number> => loadOf(server.pid);
  const patience = { timeout: 30_000 };
  try {
    // What follows a start is over.
    await expect.poll(load, patience).toBeLessThan(0.15);
    const gone = new AbortController();
    const search = fetch(`${server.url}/api/v1/search?q=nowhere+neither`, { signal: gone.signal }).then(
      () => "answered",
      () => "cut off",
    );
    await expect.poll(load, patience).toBeGreaterThan(0.3);
    for (let others = 0; others < 5; others += 1)
      expect((await fetch(`${server.url}/api/v1/conversations?q=boats`)).status).toBe(200);
    expect(await load(), "it still runs").toBeGreaterThan(0.15);
    gone.abort();
    expect(await search).toBe("cut off");
    await expect.poll(load, patience).toBeLessThan(0.15);
  } finally {
    expect(await server.stop(), server.log()).toBe(0);
    removeFolder(folder);
  }
});
