import { describe, expect, it } from "vitest";
import {
  createKeyboardRegistry,
  KeyClashError,
  parseKeys,
  printKeys,
  strokeOf,
  type Command,
} from "./keyboard";

const command = (id: string, ...keys: string[]): Command => ({
  id,
  label: id,
  group: "Test",
  keys,
  run: () => undefined,
});
const press = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => strokeOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, false);
const anywhere = { editable: false, singleKeys: true };

describe("keyboard registry", () => {
  it("finds the command of a stroke and forgets it when its scope leaves", () => {
    const registry = createKeyboardRegistry();
    const leave = registry.register("page", [command("next", "J", "ArrowDown")]);
    expect(registry.resolve(press("j"), anywhere)?.id).toBe("next");
    expect(registry.resolve(press("ArrowDown"), anywhere)?.id).toBe("next");
    leave();
    expect(registry.resolve(press("j"), anywhere)).toBeUndefined();
  });

  it("lets the scope registered last win", () => {
    const registry = createKeyboardRegistry();
    registry.register("global", [command("global.escape", "Escape")]);
    registry.register("pane", [command("pane.escape", "Escape")]);
    expect(registry.resolve(press("Escape"), anywhere)?.id).toBe("pane.escape");
  });

  it("refuses one key or id twice in a scope, also across registrations, and stays as it was", () => {
    const registry = createKeyboardRegistry();
    expect(() => registry.register("page", [command("a", "E"), command("b", "e")])).toThrow(KeyClashError);
    registry.register("page", [command("a", "E")]);
    expect(() => registry.register("page", [command("a")])).toThrow(KeyClashError);
    expect(() => registry.register("page", [command("c", "E")])).toThrow(KeyClashError);
    expect(registry.commands().map(({ id }) => id)).toEqual(["a"]);
  });

  it("keeps quiet in editable fields except for Escape and modified keys", () => {
    const registry = createKeyboardRegistry();
    registry.register("page", [command("next", "J"), command("back", "Escape"), command("palette", "Mod+K")]);
    const editable = { editable: true, singleKeys: true };
    expect(registry.resolve(press("j"), editable)).toBeUndefined();
    expect(registry.resolve(press("Escape"), editable)?.id).toBe("back");
    expect(registry.resolve(press("k", { ctrlKey: true }), editable)?.id).toBe("palette");
  });

  it("turns single-character shortcuts off on request, leaving named and modified keys", () => {
    const registry = createKeyboardRegistry();
    registry.register("page", [
      command("next", "J", "ArrowDown"),
      command("prevError", "Shift+E"),
      command("palette", "Mod+K"),
    ]);
    const off = { editable: false, singleKeys: false };
    expect(registry.resolve(press("j"), off)).toBeUndefined();
    expect(registry.resolve(press("E", { shiftKey: true }), off)).toBeUndefined();
    expect(registry.resolve(press("ArrowDown"), off)?.id).toBe("next");
    expect(registry.resolve(press("k", { ctrlKey: true }), off)?.id).toBe("palette");
  });
});

describe("strokes", () => {
  it("distinguishes Shift on letters and ignores it on characters that contain it", () => {
    expect(press("E", { shiftKey: true }).text).toBe(parseKeys("Shift+E"));
    expect(press("?", { shiftKey: true }).text).toBe(parseKeys("?"));
    expect(press("+", { shiftKey: true }).text).toBe(parseKeys("+"));
    expect(press(" ").text).toBe(parseKeys("Space"));
  });

  it("does not take the foreign modifier for Mod", () => {
    expect(press("k", { metaKey: true }).text).not.toBe(parseKeys("Mod+K"));
    expect(
      strokeOf({ key: "k", ctrlKey: false, metaKey: true, altKey: false, shiftKey: false }, true).text,
    ).toBe(parseKeys("Mod+K"));
  });

  it("prints keys for both kinds of keyboard", () => {
    expect(printKeys("Mod+K", true)).toBe("⌘K");
    expect(printKeys("Mod+Shift+K", false)).toBe("Ctrl Shift K");
    expect(printKeys("ArrowDown", false)).toBe("↓");
  });
});
