import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleInto } from "@/scripts/bundle-cli.mjs";
import { filledStore, type FilledStore } from "@/lib/testing/filled-store";
import { BundleExports } from "./bundle-exports";
import { writeBundle } from "./write-bundle";

let folder: string;
let store: FilledStore;
let script: URL;
beforeAll(async () => {
  // Inside the project, because the thread loads its packages from there.
  mkdirSync("dist", { recursive: true });
  folder = mkdtempSync(join("dist", "export-"));
  await bundleInto(folder, { "export-thread": "lib/services/bundle/export-thread.ts" });
  script = pathToFileURL(join(folder, "export-thread.mjs"));
  store = filledStore(2, 400, "packed");
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

test("a thread writes the same bundle, part by part", async () => {
  const exports = new BundleExports(script, store.path);
  const bytes = await bytesOf(await exports.stream("c1"));
  expect(bytes.byteLength).toBeGreaterThan(1_000_000);
  expect(bytes.equals(Buffer.concat([...writeBundle(store.reader, ["c1"])]))).toBe(true);
});

test("what cannot be exported is refused before anything is sent", async () => {
  const exports = new BundleExports(script, store.path);
  await expect(exports.stream("nobody")).rejects.toMatchObject({ code: "conversation-not-found" });
});

test("only so many are written at one time; one that is given up makes room", async () => {
  const exports = new BundleExports(script, store.path);
  const [one, two] = [await exports.stream("c1"), await exports.stream("c2")];
  await expect(exports.stream("c1")).rejects.toMatchObject({ code: "overloaded" });
  await one.cancel();
  const three = await exports.stream("c1");
  await Promise.all([two.cancel(), three.cancel()]);
});

test("a thread that cannot begin is a failure, not a wait without end", async () => {
  const exports = new BundleExports(script, join(store.folder, "missing.db"));
  await expect(exports.stream("c1")).rejects.toMatchObject({ code: "internal" });
});
