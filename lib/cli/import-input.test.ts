import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { collectFiles } from "./collect-files";
import { importPaths, type FileResult } from "./import";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const line = JSON.stringify({
  id: "l1",
  type: "chat.note",
  conv_id: "c1",
  occurred_at_ms: 1_771_453_377_700,
});

async function imported(path: string): Promise<FileResult> {
  const [result] = await importPaths([path], { data: join(folder, "data") }, () => undefined);
  if (result === undefined) throw new Error("one file gives one result");
  return result;
}

test("a pipe is read once, from its beginning to its end, whatever its writer sends", async () => {
  const pipe = join(folder, "pipe");
  const file = join(folder, "lines.ndjson");
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", pipe]);
  writeFileSync(file, gzipSync(`${line}\n`));
  const writer = spawn("sh", ["-c", 'cat "$1" > "$2"', "sh", file, pipe]);
  expect(await imported(pipe)).toMatchObject({ format: "native-ndjson", received: 1, stored: 1 });
  if (writer.exitCode === null) await once(writer, "exit");
});

test("a single dash is standard input, and no folder is walked for it", () => {
  expect(collectFiles(["-"])).toEqual([{ path: "-", name: "stdin", bytes: 0, is_stream: true }]);
});

test.each([
  [
    "archive.zip",
    Buffer.from("PK\u0003\u0004and more", "latin1"),
    "is a ZIP archive; unpack it and import its folder",
  ],
  ["text.ndjson", Buffer.from(`\ufeff${line}`, "utf16le"), "is text in UTF-16; save it as UTF-8"],
  ["notes.txt", Buffer.from("what I saw\n"), "is in no format that the console knows; it was left alone"],
])("a file that no decoder reads says what it is: %s", async (name, bytes, detail) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  expect(await imported(path)).toMatchObject({
    format: null,
    received: 0,
    reasons: [{ code: "format-not-recognised", detail: `${name} ${detail}` }],
  });
});

test("a tar archive is named as one behind its compression", async () => {
  const path = join(folder, "recordings.tgz");
  writeFileSync(join(folder, "lines.ndjson"), `${line}\n`);
  execFileSync("tar", ["czf", path, "-C", folder, "lines.ndjson"]);
  expect((await imported(path)).reasons).toMatchObject([
    { detail: "recordings.tgz is a tar archive; unpack it and import its folder" },
  ]);
});

test("a file that holds nothing to import says why", async () => {
  const path = join(folder, "empty.ndjson");
  writeFileSync(path, "");
  expect((await imported(path)).reasons).toMatchObject([
    { code: "nothing-to-import", detail: "empty.ndjson: empty file" },
  ]);
});
