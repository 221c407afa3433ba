import { afterEach, beforeEach, expect, test } from "vitest";
import { createNativeDecoder } from "@/lib/ingest/native";
import { createSemNdjsonDecoder } from "@/lib/ingest/sem-decoder";
import { createServerLogDecoder } from "@/lib/ingest/server-log";
import { LineRecorder, recordedFrom } from "@/lib/testing/line-recorder";

let recorder: LineRecorder;
let frameCount: number;
beforeEach(() => {
  recorder = new LineRecorder();
  frameCount = 0;
});
afterEach(() => {
  recorder.close();
});

/** A frame as a browser got it, `ms` after the start. */
function frame(ms: number, type: string, id: string, data: object): object {
  const seq = `${String(recordedFrom + ms)}${String((frameCount += 1)).padStart(6, "0")}`;
  return { sem: true, event: { type, id, seq, data } };
}

const prompt = (ms: number, id: string): object =>
  frame(ms, "chat.message", `user-${id}`, { role: "user", content: "Where is it?" });
const answer = (ms: number, id: string): object[] => [
  frame(ms, "llm.start", id, {}),
  frame(ms + 100, "llm.final", id, { text: "There." }),
];

/** Takes frames and gives the outcomes of the turns in order, everything settled. */
function outcomes(frames: readonly object[]): unknown[] {
  recorder.take(createSemNdjsonDecoder, frames, "ws.ndjson");
  recorder.settle();
  return recorder
    .rows("SELECT outcome, key_origins ->> '$.outcome.how' AS how FROM turns ORDER BY started_at_ms")
    .map((row) => Object.values(row as object).join(" "));
}

test("frames alone tell that a turn is completed, and that this is derived", () => {
  expect(outcomes([prompt(0, "u1"), ...answer(500, "m1")])).toEqual(["completed derived"]);
});

test("a turn whose call goes on is open until it ends, and open again when a late call comes", () => {
  expect(outcomes([prompt(0, "u1"), frame(500, "llm.start", "m1", {})])).toEqual(["open derived"]);
  expect(outcomes([frame(900, "llm.final", "m1", { text: "I look." })])).toEqual(["completed derived"]);
  expect(outcomes([frame(1_000, "tool.start", "tool-1", { name: "find", input: {} })])).toEqual([
    "open derived",
  ]);
  expect(
    outcomes([
      frame(1_200, "tool.result", "tool-1", { result: "found" }),
      frame(1_300, "tool.done", "tool-1", {}),
      ...answer(1_400, "m2"),
    ]),
  ).toEqual(["completed derived"]);
});

test("a failure that comes late has the last word", () => {
  expect(outcomes([prompt(0, "u1"), ...answer(500, "m1")])).toEqual(["completed derived"]);
  const logged = {
    level: "debug",
    component: "web_forwarder",
    event_type: "*events.EventError",
    event_id: "m2",
    conv_id: "c",
    turn_id: "u1",
    time: new Date(recordedFrom + 950).toISOString(),
    message: "received event (SEM)",
  };
  recorder.take(createServerLogDecoder, [logged], "server.log");
  // A run may be tried again until it is over.
  expect(outcomes([frame(700, "llm.start", "m2", {})])).toEqual(["open derived"]);
  expect(outcomes([prompt(60_000, "u2"), ...answer(60_500, "m3")])[0]).toMatch(/^failed/);
});

test("what a source states about the outcome stays", () => {
  recorder.take(
    createNativeDecoder,
    [
      {
        id: "n1",
        type: "turn.updated",
        conv_id: "c",
        occurred_at_ms: recordedFrom,
        data: { turn_id: "u1", outcome: "open", started_at_ms: recordedFrom },
      },
    ],
    "native.ndjson",
  );
  expect(outcomes([prompt(0, "u1"), ...answer(500, "m1")])).toEqual(["open "]);
});
