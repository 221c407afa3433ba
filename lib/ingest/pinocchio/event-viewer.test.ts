import { expect, test } from "vitest";
import type { Envelope } from "@/lib/domain/envelope";
import { envelopesOf } from "@/lib/testing/decode-sample";
import { detectFormat } from "../detect";
import { payloadOf } from "../reopen-event";
import { decodeEventViewer } from "./event-viewer";
import { decodeTimelineDebug } from "./timeline-debug";

const name = "events-c1.yaml";
const context = { name, source_path: "file_import" } as const;

/** YAML as the exporters write it: two spaces a level, scalars in JSON where they would be read as something else. */
function toYaml(value: unknown, depth = 0, torn = false): string {
  const pad = "  ".repeat(depth);
  if (Array.isArray(value))
    return value
      .map((item) => `${pad}- ${toYaml(item, depth + (torn ? 2 : 1), torn).trimStart()}`)
      .join("\n");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([key, member]) =>
        typeof member === "object" && member !== null
          ? `${pad}${key}:\n${toYaml(member, depth + 1, torn)}`
          : `${pad}${key}: ${scalar(member)}`,
      )
      .join("\n");
  return pad + scalar(value);
}
const scalar = (value: unknown): string =>
  typeof value === "string" && !/^[A-Za-z][\w .-]*$/.test(value) ? JSON.stringify(value) : String(value);

const frame = (type: string, seq: unknown, data: object): object => ({
  sem: true,
  event: { type, id: "m1", seq, stream_id: null, data },
});
const frames = [
  frame("llm.start", 1771453372730000000, { role: "assistant" }),
  frame("llm.delta", 1771453372730000000, { delta: "a: b", cumulative: "a: b" }),
  frame("llm.final", 1771453372730000000, { text: "- done\n# not a comment" }),
];
const item = (payload: object, i: number, key: "payload" | "rawPayload", at: unknown): object => ({
  ...(key === "rawPayload" ? { id: `evt-${String(i)}` } : {}),
  timestamp: at,
  eventType: (payload as { event: { type: string } }).event.type,
  eventId: "m1",
  family: "llm",
  summary: "summary of it",
  [key]: payload,
});
const document = (torn: boolean): string =>
  toYaml(
    torn
      ? {
          conversationId: "c1",
          entries: frames.map((one, i) => item(one, i, "rawPayload", 1771453372735 + i)),
        }
      : {
          conversationId: "c1",
          exportedAt: "2026-02-21T12:30:00.000Z",
          eventCount: 3,
          events: frames.map((one, i) => item(one, i, "payload", `2026-02-18T22:22:52.73${String(5 + i)}Z`)),
        },
    0,
    torn,
  );

function decode(text: string): readonly Envelope[] {
  const bytes = Buffer.from(text);
  expect(detectFormat(bytes, name)).toBe("event-viewer");
  return envelopesOf([...decodeEventViewer(bytes, context)]);
}

test.each([
  ["as exported since", false],
  ["with the indentation of February 2026", true],
])("items are frames with their payload and a restored seq that says so: %s", (_form, torn) => {
  const envelopes = decode(document(torn));
  expect(envelopes.map(({ type, seq, decode_status }) => [type, seq, decode_status])).toEqual([
    ["llm.start", 1771453372730000000n, "ok"],
    ["llm.delta", 1771453372730000001n, "ok"],
    ["llm.final", 1771453372730000002n, "ok"],
  ]);
  for (const [i, envelope] of envelopes.entries()) {
    expect(envelope).toMatchObject({
      conv_id: "c1",
      dialect: "sem",
      event_id: "m1",
      received_at_ms: 1771453372735 + i,
      occurred_at_ms: 1771453372730,
      key_origins: { seq: { how: "inferred" } },
    });
    expect(document(torn)).toContain(Buffer.from(envelope.bytes).toString());
    // The log gives back what the decoder read.
    expect(payloadOf("sem", envelope.bytes).data).toEqual(envelope.data);
  }
  expect(envelopes[2]?.data).toEqual({ text: "- done\n# not a comment" });
});

test("an item whose lines cannot be put back is kept with what stands on lines of its own", () => {
  const text = [
    "conversationId: c1",
    "exportedAt: 2026-02-18T22:23:05Z",
    "entries:",
    "  - id: evt-1",
    "  timestamp: 1771453372743",
    "        eventType: llm.thinking.delta",
    '   eventId: "m1:thinking"',
    "  rawPayload:",
    "  sem: true",
    "      event:",
    "    seq: 1771453372730000000",
    "  data:",
    "      delta: |",
    "  broken",
  ].join("\n");
  const [envelope, ...rest] = decode(text);
  expect(rest).toEqual([]);
  expect(envelope).toMatchObject({
    type: "llm.thinking.delta",
    event_id: "m1:thinking",
    conv_id: "c1",
    stream: `file:${name}`,
    decode_status: "partial",
    received_at_ms: 1771453372743,
    key_origins: { seq: { how: "inferred" } },
  });
  expect(envelope?.decode_error).toContain("item 1");
});

test.each([
  ["a number that a double holds", 7, 7n],
  ["a text", '"1771453372730000001"', 1771453372730000001n],
  ["what the sanitiser wrote", '"[BigInt: 5]"', 5n],
])("seq is read as it is written: %s", (_form, seq, expected) => {
  const text = `conversationId: c1\neventCount: 1\nevents:\n  - timestamp: "x"\n    eventType: llm.start\n    payload:\n      sem: true\n      event: {type: llm.start, id: m1, seq: ${String(seq)}}`;
  expect(decode(text)[0]?.seq).toBe(expected);
});

test("an export of react-chat holds entries of its recorder", () => {
  const raw = JSON.stringify({
    uiEvent: { sessionId: "s1", eventOrdinal: "9007199254740993", name: "ChatTextPatch", payload: {} },
  });
  const text = toYaml({
    conversationId: "s1",
    exportedAt: "2026-06-01T00:00:00.000Z",
    eventCount: 2,
    events: [
      {
        timestamp: "2026-06-01T00:00:00.000Z",
        eventType: "raw",
        eventId: "#1",
        family: "raw",
        summary: "x",
        payload: { type: "raw-ws", sessionId: "s1", size: 9, raw },
      },
      {
        timestamp: "2026-06-01T00:00:01.000Z",
        eventType: "close",
        eventId: "#2",
        family: "ws",
        summary: "x",
        payload: { type: "ws-lifecycle", sessionId: "s1", event: "closed" },
      },
    ],
  });
  expect(
    decode(text).map(({ type, seq, received_at_ms, conv_id }) => [type, seq, received_at_ms, conv_id]),
  ).toEqual([
    ["ChatTextPatch", 9007199254740993n, 1780272000000, "s1"],
    ["browser.ws-lifecycle", undefined, undefined, "s1"],
  ]);
});

test("an export without items is kept", () => {
  expect(decode("conversationId: c1\neventCount: 0\nevents: []")).toMatchObject([
    { type: "viewer.events", conv_id: "c1" },
  ]);
});

const entity = {
  id: "m1",
  orderIndex: 0,
  kind: "message",
  createdAt: 1771453372730,
  updatedAt: null,
  version: 7,
  props: { role: "user", content: "hi" },
};

test.each([
  [
    "a conversation",
    {
      conversationId: "c1",
      exportedAt: "2026-02-21T12:30:00.000Z",
      summary: { entityCount: 1, orderCount: 2 },
      timeline: {
        order: ["m1", "m2"],
        entities: [entity, { ...entity, id: "m2", kind: "<missing>", props: null }],
      },
    },
    1,
  ],
  ["one entity", { conversationId: "c1", ...entity, version: 1771453372730000000 }, 0],
])("the timeline window gives the entities that a browser had: %s", (_form, root, unread) => {
  const bytes = Buffer.from(toYaml(root));
  expect(detectFormat(bytes, "timeline-c1.yaml")).toBe("timeline-debug");
  const [envelope] = envelopesOf([...decodeTimelineDebug(bytes, context)]);
  const entities = envelope?.records.flatMap((change) => (change.set === "entities" ? [change.row] : []));
  expect(entities).toMatchObject([
    {
      conv_id: "c1",
      entity_id: "m1",
      kind: "message",
      created_at_ms: 1771453372730,
      version: unread === 1 ? 7n : undefined,
    },
  ]);
  expect(envelope?.decode_status).toBe(unread === 1 ? "partial" : "ok");
});
