import { expect, test } from "vitest";
import { afterSettled } from "./typed-text";

test("what was typed since a text was asked for stays when that text settles", () => {
  const typed = { text: "type:llm", from: "", asked: ["type:l"] };
  expect(afterSettled(typed, "type:l")).toEqual({ text: "type:llm", from: "type:l", asked: [] });
});

test("a text that settles from elsewhere replaces what is typed", () => {
  const typed = { text: "type:llm", from: "", asked: ["type:l"] };
  expect(afterSettled(typed, "class:tool")).toEqual({ text: "class:tool", from: "class:tool", asked: [] });
});

test("of several that were asked for the last may settle alone; it does not stay an echo", () => {
  const once = afterSettled({ text: "abc", from: "", asked: ["a", "ab"] }, "ab");
  expect(once).toEqual({ text: "abc", from: "ab", asked: [] });
  expect(afterSettled(once, "a").text).toBe("a");
});

test("spaces at the end stay while the text settles without them", () => {
  expect(afterSettled({ text: "class:tool ", from: "", asked: [] }, "class:tool").text).toBe("class:tool ");
});
