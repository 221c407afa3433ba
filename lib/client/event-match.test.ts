import { expect, test } from "vitest";
import type { EventRow } from "@/lib/contracts/event";
import { parseQuery, queryOf } from "@/lib/domain/query/parse-query";
import { eventMatches } from "./event-match";

const event: EventRow = {
  ordinal: "48211",
  ref: "event:48211",
  conv_id: "c1",
  type: "llm.delta",
  class: "event",
  dialect: "sem",
  event_id: "m1",
  item_id: null,
  seq: "1771502889412000003",
  seq_regime: "time",
  epoch: 0,
  stream: "s",
  stream_id: null,
  turn_id: null,
  turn_how: null,
  source: "demo",
  source_path: "websocket",
  occurred_at_ms: 1_000_000,
  ingested_at_ms: 1_000_500,
  byte_length: 300,
  sha256: "",
  decode_status: "ok",
  decode_error: null,
  twin_of: null,
  anomalies: ["gap"],
};

test.each<[string, boolean | undefined]>([
  ["", true],
  ["type:llm.* kind:event -status:failed has:gap", true],
  ["type:tool.*", false],
  ["-turn:*", true],
  ["seq:>1771502889412000002 seq:<=1771502889412000003", true],
  ["seq:>1771502889412000003", false],
  ["time:-1s size:100..300", true],
  ["time:<-1s", false],
  ["delta 48211", true],
  ["-llm", false],
  ["refund", undefined],
  ["class:tool", undefined],
  ["class:tool type:tool.*", false],
  ["has:error,gap", undefined],
])("%s is %s of an envelope, as far as its row says", (text, answer) => {
  expect(eventMatches(event, queryOf(parseQuery(text, "events")), 1_000_900)).toBe(answer);
});
