import { expect, test } from "vitest";
import { ConsoleError } from "@/lib/domain/console-error";
import type { FolderHints } from "./format";
import { printHints, readHints } from "./hints-wire";

test.each<FolderHints>([
  { conversations: new Map() },
  {
    conversations: new Map([
      ["msg-1", "c1"],
      ["__proto__", 'c "2"'],
    ]),
    only_conversation: "c1",
    captured: new Set(["c1"]),
    run: {
      name: "run-7",
      calls: new Map([
        [1, ["a", "b"]],
        [2, []],
      ]),
    },
  },
])("what a folder tells reads back as it was printed", (hints) => {
  expect(readHints(printHints(hints))).toEqual(hints);
});

test.each(["", "{", "[]", '{"conversations":[["a",1]]}', '{"conversations":[],"other":1}'])(
  "%j is refused by name",
  (text) => {
    expect(() => readHints(text)).toThrow(ConsoleError);
    expect(() => readHints(text)).toThrow(/hints before the file/);
  },
);
