import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.resetModules();
});

test("an error made by another copy of the module keeps its code in the answer", async () => {
  const made = await import("./console-error");
  vi.resetModules();
  const { ConsoleError } = await import("./console-error");
  expect(ConsoleError).not.toBe(made.ConsoleError);
  const { InvalidRequest, problemOf } = await import("@/lib/http/problem-response");
  const error: unknown = new made.ConsoleError("storage-full", "The disk is full.");
  expect(error instanceof ConsoleError).toBe(true);
  expect(error instanceof InvalidRequest).toBe(false);
  expect(problemOf(error, "r")).toMatchObject({ code: "storage-full", status: 507 });
  expect(new Error("other") instanceof ConsoleError).toBe(false);
  expect(new InvalidRequest([]) instanceof ConsoleError).toBe(true);
});
