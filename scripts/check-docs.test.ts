import { describe, expect, it } from "vitest";
import { documentFaults, problemPageFaults, sourceFaults } from "./check-docs.mjs";

const project = {
  exists: (path: string) => path === "db/store.ts" || path === "docs/api.md",
  scripts: new Set(["build"]),
};

describe("documentFaults", () => {
  it("finds a cited path that is gone, and leaves an existing one and code blocks alone", () => {
    const text = "See `db/store.ts` and `db/gone.ts`.\n```\n`db/also-gone.ts`\n```\n";
    expect(documentFaults("README.md", text, project)).toEqual(["README.md: there is no db/gone.ts"]);
  });

  it("follows links from the folder of the document", () => {
    const text = "[a](api.md) [b](../docs/api.md#top) [c](gone.md) [d](https://example.org/x) [e](#here)";
    expect(documentFaults("docs/guide.md", text, project)).toEqual([
      "docs/guide.md: the link gone.md leads nowhere",
    ]);
  });

  it("finds a script that package.json does not have", () => {
    expect(documentFaults("README.md", "npm run build, npm run biuld", project)).toEqual([
      "README.md: there is no script biuld",
    ]);
  });
});

it("sourceFaults finds documents that code names in vain", () => {
  const text = "// docs/api.md says how, docs/gone.md said why";
  expect(sourceFaults("lib/a.ts", text, project.exists)).toEqual(["lib/a.ts: there is no docs/gone.md"]);
});

it("problemPageFaults wants one page for each code and one code for each page", () => {
  expect(problemPageFaults(["a", "b"], ["b", "c"])).toEqual([
    "docs/errors/a.md is missing",
    "docs/errors/c.md is about no problem code",
  ]);
});
