import { describe, expect, test } from "vitest";
import type { Envelope } from "@/lib/domain/envelope";
import { decodeLines, envelopesOf, readSample, sampleFiles } from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { createRedisDecoder } from "./redis-dump";
import { createRedisTextDecoder } from "./redis-text";

const event = (session: string): string =>
  JSON.stringify({ type: "start", meta: { message_id: `m-${session}`, session_id: session } });
const message = JSON.stringify({ sem: true, event: { type: "chat.message", id: "user-t1", data: {} } });

function decode(lines: readonly string[], folder?: ReadonlyMap<string, string>, name = "dump.txt") {
  const context = { name, folder: folder === undefined ? undefined : { conversations: folder } };
  return envelopesOf(decodeLines(createRedisTextDecoder, Buffer.from(lines.join("\n")), context));
}

test("an entry is its payload, whatever the order of its fields and whichever is empty", () => {
  const envelopes = decode([
    "1795445520914-0",
    "metadata",
    "",
    "payload",
    message,
    "_watermill_message_uuid",
    "u-1",
    "1795445520914-1",
    "_watermill_message_uuid",
    "u-2",
    "payload",
    event("s"),
    "metadata",
  ]);
  expect(
    envelopes.map(({ line, type, identity, seq, item_id, occurred_at_ms }) => ({
      line,
      type,
      identity,
      seq,
      item_id,
      occurred_at_ms,
    })),
  ).toEqual([
    {
      line: 1,
      type: "chat.message",
      identity: "1795445520914-0",
      seq: 1_795_445_520_914_000_000n,
      item_id: "u-1",
      occurred_at_ms: 1_795_445_520_914,
    },
    {
      line: 8,
      type: "start",
      identity: "1795445520914-1",
      seq: 1_795_445_520_914_000_001n,
      item_id: "u-2",
      occurred_at_ms: 1_795_445_520_914,
    },
  ]);
});

test("an id that a sibling file knows places the whole dump, also what came before it", () => {
  const lines = ["1795445520914-0", "payload", message, "1795445520915-0", "payload", event("s")];
  const placed = decode(lines, new Map([["s", "conv-7"]]));
  expect(placed.map(({ conv_id, stream }) => [conv_id, stream])).toEqual([
    ["conv-7", "redis:chat:conv-7"],
    ["conv-7", "redis:chat:conv-7"],
  ]);
  expect(decode(lines).map(({ conv_id, stream }) => [conv_id, stream])).toEqual([
    ["dump", "redis:dump"],
    ["dump", "redis:dump"],
  ]);
});

test("what is no part of an entry is kept and named, and an entry without a payload too", () => {
  const envelopes = decode([
    "(empty",
    "1795445520914-0",
    "payload",
    message,
    "stray",
    "1795445520915-0",
    "metadata",
  ]);
  expect(envelopes.map(({ bytes, decode_error }) => [Buffer.from(bytes).toString(), decode_error])).toEqual([
    ["(empty", "dump.txt line 1: no field has begun"],
    ["stray", "dump.txt line 5: no field has begun"],
    ["1795445520915-0", "dump.txt line 6: an entry without a payload"],
    [message, undefined],
  ]);
});

describe.skipIf(!haveSamples)("what redis-cli printed of a recorded stream", () => {
  test.each(["pinocchio-runs/era/redis-a", "pinocchio-runs/era/redis-responses-a"])(
    "is the same entries as its dump as lines: %s",
    (folder) => {
      const texts = sampleFiles(folder).filter((path) => path.endsWith("redis-cli-xrange-sample.txt"));
      const printed = texts.flatMap((path) =>
        envelopesOf(decodeLines(createRedisTextDecoder, readSample(path), { name: path })),
      );
      expect(printed.length).toBeGreaterThan(3);
      // Streams count apart: one id stands in several of them.
      const told = ({ identity, bytes, decode_status }: Envelope): string =>
        `${identity} ${decode_status} ${Buffer.from(bytes).toString()}`;
      const dumped = new Set(
        sampleFiles(folder)
          .filter((path) => path.includes("/xrange-"))
          .flatMap((path) => envelopesOf(decodeLines(createRedisDecoder, readSample(path), { name: path })))
          .map(told),
      );
      expect(printed.map(told).filter((entry) => !dumped.has(entry))).toEqual([]);
    },
  );
});
