import { describe, expect, test } from "vitest";
import { ConsoleError } from "@/lib/domain/console-error";
import { collectFolderHints } from "@/lib/ingest/folder-hints";
import { readHints } from "@/lib/ingest/hints-wire";
import { collectHints } from "./collect-hints";

const frame = '{"sem":true,"event":{"type":"llm.delta","id":"m-1","seq":1,"data":{}}}\n';
const log =
  '{"level":"info","time":"2026-02-18T22:22:34Z","conv_id":"c-1","session_id":"s-1","message":"x"}\n';

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

/** A body of the request, in pieces of `size` bytes. */
function bodyOf(
  files: readonly { path: string; text: string }[],
  size: number,
): { body: ReadableStream<Uint8Array>; list_bytes: number } {
  const list = JSON.stringify({
    files: files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })),
  });
  const bytes = Buffer.from(list + files.map(({ text }) => text).join(""));
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    Uint8Array.from(bytes.subarray(i * size, (i + 1) * size)),
  );
  return { body: streamOf(pieces), list_bytes: Buffer.byteLength(list) };
}

describe("hints for files that are sent one by one", () => {
  const files = [
    { path: "run/frames.ndjson", text: frame },
    { path: "other/frames.ndjson", text: frame },
    { path: "run/server.log", text: log },
  ];

  test.each([1, 7, 1_000_000])(
    "are those that the command finds, folder by folder, in pieces of %i bytes",
    async (size) => {
      const { folders } = await collectHints(bodyOf(files, size));
      expect(folders.map((folder) => folder.files)).toEqual([[0, 2], [1]]);
      const [run, other] = folders.map(({ hints }) => readHints(hints));
      expect(run).toEqual(
        collectFolderHints(
          [
            { name: "run/frames.ndjson", head: Buffer.from(frame) },
            { name: "run/server.log", head: Buffer.from(log) },
          ],
          "run",
        ),
      );
      expect(run?.only_conversation).toBe("c-1");
      expect(other?.only_conversation).toBeUndefined();
    },
  );

  test("a body that ends early and a list that is none are refused by name", async () => {
    const { body } = bodyOf(files, 100);
    await expect(collectHints({ body, list_bytes: 1_000_000 })).rejects.toThrow(/ends before the list/);
    await expect(collectHints({ body: bodyOf(files, 100).body, list_bytes: 3 })).rejects.toThrow(
      ConsoleError,
    );
    const cut = bodyOf([{ path: "a", text: "" }], 100);
    await expect(
      collectHints({
        body: streamOf([Buffer.from('{"files":[{"path":"a","bytes":9}]}')]),
        list_bytes: 34,
      }),
    ).rejects.toThrow(/ends before the heads/);
    await expect(collectHints(cut)).resolves.toEqual({
      folders: [{ files: [0], hints: '{"conversations":[],"captured":[]}' }],
    });
  });

  test.each([
    ["a list that is none", 3],
    ["a list that says nothing of files", 2],
  ])("%s lets go of its sender, who may have much to send", async (_what, list_bytes) => {
    let isReleased = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(Buffer.from("{}".padEnd(1_000)));
      },
      cancel: () => {
        isReleased = true;
      },
    });
    await expect(collectHints({ body, list_bytes })).rejects.toThrow(ConsoleError);
    expect(isReleased).toBe(true);
  });
});
