import { expect, it } from "vitest";
import { commandsOf } from "./write-keyboard-docs.mjs";

it("finds commands with keys wherever they are registered, and nothing else", () => {
  const source = `useCommands("x", [
    { id: "a.b", label: "Do it", group: "G", keys: ["R", "Shift+R"], run: () => act({ id: "c", label: "L" }) },
    { id: "a.c", label: "From the palette only", group: "G", run },
  ]);`;
  expect(commandsOf(source)).toEqual([{ group: "G", label: "Do it", keys: ["R", "Shift+R"] }]);
});
