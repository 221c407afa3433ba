import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { taxonomyPage } from "./taxonomy-page";

const path = "docs/failure-codes.md";

it("documents every failure code (UPDATE_DOCS=1 writes the page anew)", async () => {
  const page = await format(taxonomyPage(), { ...(await resolveConfig(path)), parser: "markdown" });
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, page);
  expect(readFileSync(path, "utf8")).toBe(page);
});
