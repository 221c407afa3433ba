import { expect, test } from "vitest";
import { drawMessages, showMessage, type Message } from "./messages";

test("what is said before anybody draws is kept, in order, and drawn once", () => {
  const drawn: Message[] = [];
  showMessage({ title: "first" });
  showMessage({ title: "second", failed: true });
  const stop = drawMessages((message) => drawn.push(message));
  showMessage({ title: "third" });
  expect(drawn.map(({ title }) => title)).toEqual(["first", "second", "third"]);

  stop();
  showMessage({ title: "fourth" });
  const stopAgain = drawMessages((message) => drawn.push(message));
  expect(drawn.map(({ title }) => title)).toEqual(["first", "second", "third", "fourth"]);
  stopAgain();
});
