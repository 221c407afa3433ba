import { expect, test } from "vitest";
import { placeTooltip } from "./place-tooltip";

const room = { width: 1000, height: 600 };
const size = { width: 100, height: 20 };
const button = (left: number, top: number) => ({ left, top, right: left + 24, bottom: top + 24 });

test("a hint stands beside its control, centred", () => {
  expect(placeTooltip(button(500, 300), size, "bottom", room)).toEqual({ left: 462, top: 330 });
  expect(placeTooltip(button(500, 300), size, "right", room)).toEqual({ left: 530, top: 302 });
});

test("without room it goes to the other side, and never out of the window", () => {
  expect(placeTooltip(button(500, 570), size, "bottom", room)).toEqual({ left: 462, top: 544 });
  expect(placeTooltip(button(970, 300), size, "bottom", room).left).toBe(896);
  expect(placeTooltip(button(0, 0), size, "top", room)).toEqual({ left: 4, top: 30 });
});
