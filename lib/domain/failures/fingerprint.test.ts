import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/testing/sample-events";
import { fingerprintOf, normaliseMessage, volatileSpans } from "./fingerprint";

describe("normalised messages", () => {
  it.each([
    ["dial tcp 10.0.0.7:5432: connection refused", "dial tcp <address>: connection refused"],
    ['Post "http://127.0.0.1:9101/v1/chat/completions": EOF', 'Post "<text>": EOF'],
    ["Limit 3, Used 3. Please try again in 20s.", "Limit <n>, Used <n>. Please try again in <n>s."],
    ["tool call_6a260709fea01b4a5c9015db failed", "tool <id> failed"],
    ["no answer from run_command within 30000 ms", "no answer from run_command within <n> ms"],
    ["turn 2a85dbb6-985d-4e45-a813-c31c1e95e0c8 not found", "turn <uuid> not found"],
    ["open /var/lib/app/data.db: no such file", "open <path>: no such file"],
    ["Invalid value: 'temprature'. See docs", "Invalid value: '<text>'. See docs"],
    ["Incorrect API key provided: sk-fake****.", "Incorrect API key provided: <secret>"],
    ["at 2026-11-23T14:50:19.286Z it stopped", "at <time> it stopped"],
    ["panic at 0x7f3a12 in main", "panic at <hex> in main"],
  ])("%s", (message, normalised) => {
    expect(normaliseMessage(message)).toBe(normalised);
  });

  it("keeps words and the apostrophes in them", () => {
    expect(normaliseMessage("the tool doesn't know what it can't do")).toBe(
      "the tool doesn't know what it can't do",
    );
  });

  it("takes time linear in the message", () => {
    const hostile = `${'"'.repeat(4_000)}${"/a".repeat(2_000)}${"1-".repeat(2_000)}`;
    const started = performance.now();
    normaliseMessage(hostile.repeat(50));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("volatile spans", () => {
  const parts = (message: string) =>
    volatileSpans(message).map(({ start, end, placeholder }) => [message.slice(start, end), placeholder]);

  it("say which part of the message as recorded each placeholder stands for", () => {
    expect(parts("call 7 to 10.0.0.7:5432 at 2026-11-23T14:50:19Z took 1,5 s")).toEqual([
      ["7", "<n>"],
      ["10.0.0.7:5432", "<address>"],
      ["2026-11-23T14:50:19Z", "<time>"],
      ["1,5", "<n>"],
    ]);
  });

  it("swallow what an earlier rule found inside of them", () => {
    expect(parts('1 x "http://a.test/1 and 2a85dbb6-985d-4e45-a813-c31c1e95e0c8" after 20s')).toEqual([
      ["1", "<n>"],
      ['"http://a.test/1 and 2a85dbb6-985d-4e45-a813-c31c1e95e0c8"', '"<text>"'],
      ["20", "<n>"],
    ]);
  });

  it("make the normalised message when they are filled in", () => {
    const message =
      "turn 2a85dbb6-985d-4e45-a813-c31c1e95e0c8: (key 'abc', 'd') 0x7f3a12 open /var/lib/app 12";
    let filled = "";
    let done = 0;
    for (const { start, end, placeholder } of volatileSpans(message)) {
      filled += message.slice(done, start) + placeholder;
      done = end;
    }
    expect(filled + message.slice(done)).toBe(normaliseMessage(message));
  });
});

describe("fingerprints", () => {
  it("group what differs in volatile parts only, and say why", () => {
    const a = fingerprintOf({ code: "provider.rate_limit", message: "Limit 3, try again in 20s" }, sha256);
    const b = fingerprintOf({ code: "provider.rate_limit", message: "Limit 60, try again in 1s" }, sha256);
    expect(a).toEqual(b);
    expect(a.parts).toEqual({
      version: 2,
      code: "provider.rate_limit",
      tool_name: null,
      message: "Limit <n>, try again in <n>s",
    });
  });

  it("keep tools apart, and codes", () => {
    const message = "Error: no";
    const prints = [
      fingerprintOf({ code: "tool.failed", tool_name: "calc", message }, sha256),
      fingerprintOf({ code: "tool.failed", tool_name: "search", message }, sha256),
      fingerprintOf({ code: "tool.timeout", tool_name: "search", message }, sha256),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(3);
  });
});
