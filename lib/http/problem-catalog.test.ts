import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ConsoleError, problemCodes } from "@/lib/domain/console-error";
import { problemSchema } from "@/lib/contracts/problem";
import { problemCatalog } from "./problem-catalog";
import { InvalidRequest, problemOf, problemResponse } from "./problem-response";

test("every problem code has a page with its status, cause, example and remedy, and no page is left over", () => {
  expect(readdirSync("docs/errors").sort()).toEqual(problemCodes.map((code) => `${code}.md`).sort());
  for (const code of problemCodes) {
    const page = readFileSync(`docs/errors/${code}.md`, "utf8");
    const { status, title, error_class } = problemCatalog[code];
    expect(page).toContain(`# ${code}\n\n${title}. Status ${status}, class ${error_class}.`);
    for (const heading of ["## Cause", "## Example", "## Remedy"]) expect(page).toContain(heading);
  }
});

test("every code gives problem details that keep their contract", () => {
  for (const code of problemCodes) {
    const problem = problemOf(new ConsoleError(code, "What happened.", { details: { line: 3 } }), "r-1");
    expect(problemSchema.parse(problem)).toEqual(problem);
    expect(problem).toMatchObject({
      type: `/problems/${code}`,
      code,
      status: problemCatalog[code].status,
      details: { line: 3 },
    });
  }
});

test("an unexpected failure says nothing of its cause", () => {
  const problem = problemOf(new Error("password=hunter2"), "r-1");
  expect(JSON.stringify(problem)).not.toContain("hunter2");
  expect(problem).toMatchObject({ code: "internal", status: 500, request_id: "r-1" });
});

test("only what may be repeated carries Retry-After", async () => {
  const busy = problemResponse(problemOf(new ConsoleError("storage-busy", "Busy."), "r"));
  expect(busy.headers.get("retry-after")).toBe("1");
  expect(busy.headers.get("content-type")).toBe("application/problem+json");
  const invalid = problemResponse(
    problemOf(new InvalidRequest([{ pointer: "/query/limit", code: "too_big", message: "too big" }]), "r"),
  );
  expect(invalid.headers.has("retry-after")).toBe(false);
  expect(await invalid.json()).toMatchObject({ errors: [{ pointer: "/query/limit" }] });
});
