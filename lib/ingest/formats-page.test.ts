import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatIds } from "./format";

test("docs/formats.md has a row for every format, and for no other", () => {
  const page = readFileSync("docs/formats.md", "utf8");
  const named = [...page.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...formatIds].sort());
});
