import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { queryReference } from "./query-reference";

const page = "docs/query-language.md";

test("the reference page is the one that the table of fields makes", () => {
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(page, queryReference());
  expect(readFileSync(page, "utf8")).toBe(queryReference());
});
