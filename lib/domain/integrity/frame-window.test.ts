import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { asArray } from "../json/json-access";
import { FrameWindow } from "./frame-window";

const frame = (id: number, content = "text") => ({
  type: "llm.delta",
  event_id: `m${String(id)}`,
  content_hash: createHash("sha256").update(content).digest(),
});

it("tells a repeat with the same content from one with another, and knows no other frame of that seq", () => {
  const window = new FrameWindow();
  window.remember(frame(1), 5n);
  expect(window.find(frame(1), 5n)).toBe("duplicate_same");
  expect(window.find(frame(1, "other"), 5n)).toBe("duplicate_other");
  expect(window.find(frame(2), 5n)).toBeUndefined();
  expect(window.find(frame(1), 6n)).toBeUndefined();
});

it("keeps the newest 256 frames in three numbers each, however many came, also across a restart", () => {
  let window = new FrameWindow();
  for (let seq = 1; seq <= 1_000; seq += 1) {
    window.remember(frame(seq), BigInt(seq));
    if (seq !== 700) continue;
    const restored = new FrameWindow();
    restored.restore(asArray(window.state()) ?? []);
    window = restored;
  }
  expect(asArray(window.state())).toHaveLength(256 * 3);
  expect(window.find(frame(744), 744n)).toBeUndefined();
  expect(window.find(frame(745), 745n)).toBe("duplicate_same");
});
