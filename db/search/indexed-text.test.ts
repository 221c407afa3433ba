import { expect, test } from "vitest";
import { indexedText } from "./indexed-text";

const text = (texts: (string | null)[], json: (string | null)[] = []) => indexedText([{ texts, json }]);

test("plain columns come first, and absent ones leave nothing", () => {
  expect(text(["title", null, ""], ["said", null])).toBe("title said");
  expect(text([null], [null])).toBe("");
});

test("a summary that repeats the beginning is left out, whole or cut in a word", () => {
  expect(text(["Two lines here", "m1"], ["Two\nlines  here user"])).toBe("m1 Two\nlines  here user");
  expect(text(["Two lin…"], ["Two\nlines here"])).toBe("Two\nlines here");
});

test("a word that only stands inside another is kept", () => {
  expect(text(["ana"], ["banana"])).toBe("ana banana");
  expect(text(["cut of…"], ["shortcut of it"])).toBe("cut of… shortcut of it");
});

test("tellings that are alike count once, others all", () => {
  const telling = (said: string) => ({ texts: ["m1"], json: [said] });
  expect(indexedText([telling("a"), telling("a")])).toBe("m1 a");
  expect(indexedText([telling("a"), telling("b")])).toBe("m1 a m1 b");
});

test("only the beginning of a long telling is read", () => {
  expect(text(["x".repeat(40_000)])).toHaveLength(32_768);
});
