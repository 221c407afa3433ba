import { describe, expect, it } from "vitest";
import { detectSample, sampleFiles } from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { detectFormat } from "./detect";
import { bundleMediaType } from "./detect-database";
import type { FormatId } from "./format";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

function zip(entryName: string, content: string): Uint8Array {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(entryName.length, 26);
  return Buffer.concat([header, Buffer.from(entryName + content, "latin1")]);
}

function sqlite(schema: string): Uint8Array {
  return Buffer.concat([
    Buffer.from("SQLite format 3\0", "latin1"),
    Buffer.alloc(84),
    Buffer.from(schema, "latin1"),
  ]);
}

describe("detectFormat", () => {
  it.each<readonly [string, FormatId | undefined, Uint8Array]>([
    ["a bundle", "bundle", zip("mimetype", bundleMediaType)],
    ["another zip", undefined, zip("readme.txt", bundleMediaType)],
    ["a timeline database", "timeline-db", sqlite("CREATE TABLE timeline_entities (a)")],
    ["a turns database", "turns-db", sqlite("CREATE TABLE IF NOT EXISTS turns (a)")],
    ["a hydration database", "sessionstream-db", sqlite("CREATE TABLE sessionstream_events (a)")],
    [
      "a database of both",
      "pinocchio-db",
      sqlite("CREATE TABLE timeline_versions (a)CREATE TABLE turns (a)"),
    ],
    ["any other database", "pinocchio-db", sqlite("CREATE TABLE notes (a)")],
    ["conversations", "debug-conversations", utf8('{"items":[{"conv_id":"c","active_sockets":1}]}')],
    ["one conversation", "debug-conversations", utf8('{"conv_id":"c","active_sockets":1}')],
    ["events", "debug-events", utf8('{"conv_id":"c","items":[{"frame":{"event":{}},"seq":1}]}')],
    ["turns", "debug-turns", utf8('{"conv_id":"c","items":[],"phase":"","session_id":"","since_ms":0}')],
    [
      "a session snapshot",
      "timeline-snapshot",
      utf8('{\n "sessionId":"s",\n "ordinal":"7",\n "entities":[]}'),
    ],
    [
      "an export in YAML",
      "session-export",
      utf8("session_id: s\nphase: final\nexported_at: x\nturns:\n    - conv_id: c\n"),
    ],
    [
      "a turn in YAML",
      "turn-document",
      utf8("id: t\nblocks:\n  - kind: user\n    payload:\n      text: hi\n"),
    ],
    ["a turn in JSON", "turn-document", utf8('{"id":"t","blocks":[{"kind":"user"}]}')],
    ["a result of a run", "run-artifact", utf8('{"provider":"p","model":"m","usage":{}}')],
    ["ground truth", "reference-document", utf8('{"scenario":"x","prompts":[]}')],
    [
      "a driver's transcript",
      "reference-document",
      utf8('{"t":1,"act":"server-start"}\n{"t":2,"act":"ws-open"}\n'),
    ],
    ["plain text", undefined, utf8("Dear reader,\nthis is no log.\n")],
    ["JSON of another kind", undefined, utf8('{"name":"x","version":"1.0.0"}')],
    ["lines of another kind", undefined, utf8('{"a":1}\n{"a":2}\n')],
    ["bytes", undefined, Uint8Array.of(0, 1, 2, 3, 255)],
    ["an empty file", "reference-document", new Uint8Array(0)],
  ])("tells %s", (_what, format, head) => {
    expect(detectFormat(head, "file")).toBe(format);
  });

  it("decides by the lines that hold a frame when a capture begins with a close line", () => {
    const frame = JSON.stringify({ t: 2, raw: '{"hello":{"connectionId":"conn-1"}}' });
    expect(detectFormat(utf8(`{"t":1,"close":"CLOSED:1006"}\n${frame}\n`), "x")).toBe(
      "sessionstream-capture",
    );
  });

  it("tells a document that is longer than what is looked at", () => {
    const items = Array.from({ length: 9_000 }, (_, seq) => ({
      frame: { event: { type: "log", id: "x".repeat(40) } },
      seq,
    }));
    const head = utf8(JSON.stringify({ conv_id: "c", items })).subarray(0, 262_144);
    expect(detectFormat(head, "x")).toBe("debug-events");
  });

  it("finds the format behind garbage lines and half a first line", () => {
    const frame = '{"event":{"type":"log","id":"a"},"sem":true}';
    expect(detectFormat(utf8(`{"event":{"ty\n${frame}\n\u0001\n${frame}\n`), "x")).toBe("sem-ndjson");
  });
});

/** What the names of the recorded files say of their content. */
const expected: readonly (readonly [RegExp, FormatId])[] = [
  [/\/(measured|truth|sessions|redis-streams)\.json$/, "reference-document"],
  [/\/(transcript\.ndjson|profiles\.yaml|app-config\.js|.*-profiles\.json)$/, "reference-document"],
  [/\/redis-cli-[^/]*\.txt$/, "redis-text"],
  [/-(wal|shm)$|api-minitrace-|hash-vectors\//, "reference-document"],
  [/head-.*\/ws-[^/]*\.ndjson/, "sessionstream-capture"],
  [/\/ws-[^/]*\.ndjson/, "sem-capture"],
  [/\/xrange-[^/]*\.ndjson/, "redis-dump"],
  [/server-?(log)?\.(log|ndjson)$/, "server-log"],
  [/\/turns\.db(\.gz)?$/, "turns-db"],
  [/head-.*\/timeline\.db(\.gz)?$/, "sessionstream-db"],
  [
    /debug-.*conversations\.json|debug-(before-|after-restart-|end-|evicted-|live-|revived-)*conv-/,
    "debug-conversations",
  ],
  [/debug-.*timeline-.*\.json|api-snapshot-.*\.json|api-before-snapshot-.*\.json/, "timeline-snapshot"],
  [/debug-.*turns?-.*\.json/, "debug-turns"],
  [/api-(before-)?(export|turns)-.*\.(json|yaml)$|head-.*api-timeline/, "session-export"],
];

describe.skipIf(!haveSamples)("recorded files", () => {
  const paths = ["pinocchio", "pinocchio-runs"].flatMap(sampleFiles);

  const found = new Map(paths.map((path) => [path, detectSample(path)]));

  it.each(expected)("named %s are %s, or an API's error answer", (pattern, format) => {
    const matching = paths.filter((path) => expected.find(([first]) => first.test(path))?.[0] === pattern);
    expect(matching.length).toBeGreaterThan(0);
    const others = matching.filter((path) => !isFine(path, format));
    expect(others.map((path) => `${path}: ${String(found.get(path)?.format)}`)).toEqual([]);
  });

  function isFine(path: string, format: FormatId): boolean {
    const detected = found.get(path);
    if (detected?.format === format || detected?.reason === "error answer of an API") return true;
    // A schema on later pages is left to the reader; the oldest servers answered turns elsewhere.
    return detected?.format === "pinocchio-db"
      ? format.endsWith("-db")
      : /T[0-2]-/.test(path) && detected?.format === "debug-turns";
  }

  it("are all told apart: only read-me files match nothing", () => {
    expect(paths.filter((path) => found.get(path) === undefined && !path.endsWith("README.md"))).toEqual([]);
  });

  it("of other formats match nothing", () => {
    for (const path of [
      "claude-code",
      "codex",
      "otlp",
      "otlp-protobuf",
      "otlp-same-exchange",
      "http-recordings",
    ].flatMap(sampleFiles)) {
      expect(detectSample(path), path).toBeUndefined();
    }
  });

  it("that are skipped say why", () => {
    const silent = [...found].filter(
      ([, detected]) => detected?.format === "reference-document" && detected.reason === undefined,
    );
    expect(silent).toEqual([]);
  });
});
