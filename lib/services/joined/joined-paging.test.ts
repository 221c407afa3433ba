import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JoinedPage } from "@/lib/contracts/joined";
import { joinedConversation, joinedPage } from "@/lib/testing/joined-conversation";
import type { TemporaryStore } from "@/lib/testing/temporary-store";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = joinedConversation();
});
afterAll(() => {
  temporary.close();
});

const joined = (query: string): JoinedPage => joinedPage(temporary, query);

function walk(query: string, from: "start" | "end", limit: number): string[] {
  const refs: string[] = [];
  let page = from === "start" ? joined(`${query}&limit=${limit}`) : joined(`${query}&limit=500`);
  if (from === "start") {
    for (;;) {
      refs.push(...page.items.map((item) => item.ref));
      if (page.next_cursor === null) return refs;
      page = joined(`${query}&limit=${limit}&cursor=${page.next_cursor}`);
    }
  }
  let cursor: string | null = joined(`${query}&limit=1&around=${page.items.at(-1)?.ref ?? ""}`).prev_cursor;
  refs.push(page.items.at(-1)?.ref ?? "");
  while (cursor !== null) {
    page = joined(`${query}&limit=${limit}&cursor=${cursor}`);
    refs.unshift(...page.items.map((item) => item.ref));
    cursor = page.prev_cursor;
  }
  return refs;
}

describe("paging", () => {
  test.each([
    "",
    "density=full",
    "kind=event",
    "kind=error,anomaly,ws,tool_call",
    "turn=t1",
    "density=full&turn=t2",
    "subject=m1",
  ])("pages of any size, in both directions, give the whole list: %s", (query) => {
    const whole = joined(`${query}&limit=500`).items.map((item) => item.ref);
    expect(whole.length).toBeGreaterThan(2);
    expect(new Set(whole).size).toBe(whole.length);
    for (const limit of whole.length > 80 ? [7, 64] : [1, 2, 5, 13]) {
      expect(walk(query, "start", limit)).toEqual(whole);
      expect(walk(query, "end", limit)).toEqual(whole);
    }
  });

  test("a page around any item holds it where it says, and joins its neighbours without a hole", () => {
    const whole = joined("limit=500").items.map((item) => item.ref);
    for (const ref of whole) {
      const page = joined(`limit=6&around=${encodeURIComponent(ref)}`);
      expect(page.items[page.anchor ?? -1]?.ref).toBe(ref);
      const first = whole.indexOf(page.items[0]?.ref ?? "");
      expect(page.items.map((item) => item.ref)).toEqual(whole.slice(first, first + page.items.length));
    }
  });

  test("an envelope inside a run is found at its run", () => {
    const page = joined("limit=6&around=10");
    expect(page.items[page.anchor ?? -1]).toMatchObject({ ref: "event:2", count: 33 });
  });

  test("refuses a cursor of another filter", () => {
    const { next_cursor } = joined("limit=2");
    expect(() => joined(`limit=2&turn=t1&cursor=${next_cursor}`)).toThrow(
      expect.objectContaining({ code: "invalid-cursor" }),
    );
  });
});
