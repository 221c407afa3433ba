import { expect, test } from "vitest";
import { filledStore } from "@/lib/testing/filled-store";
import { FeedPages } from "./feed-pages";

test("tails at one place share a page until something is committed, and then see it", () => {
  const store = filledStore(1, 3, "young");
  const pages = FeedPages.of(store.reader);
  const ordinalsAfter = (ordinal: bigint): readonly string[] | undefined =>
    pages.after(ordinal)?.items.map((item) => item.ordinal);

  expect(ordinalsAfter(0n)).toEqual(["1", "2", "3"]);
  expect(pages.after(0n)).toBe(pages.after(0n));
  expect(ordinalsAfter(1n)).toEqual(["2", "3"]);
  expect(ordinalsAfter(3n)).toBeUndefined();

  store.add("c1", 4);
  expect(ordinalsAfter(3n)).toEqual(["4"]);
  expect(pages.after(3n)).toMatchObject({ last_ordinal: "4", last: 4n });
  store.writer.sqlite.prepare("DELETE FROM events WHERE ordinal = 4").run();
  expect(ordinalsAfter(3n)).toBeUndefined();
  store.close();
});
