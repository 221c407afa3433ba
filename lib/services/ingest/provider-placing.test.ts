import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordRef } from "@/lib/contracts/record-ref";
import type { LineDecoderFactory } from "@/lib/ingest/format";
import { createNativeDecoder } from "@/lib/ingest/native";
import { createProviderStreamDecoder } from "@/lib/ingest/provider-stream";
import { createSemLogDecoder, createSemNdjsonDecoder } from "@/lib/ingest/sem-decoder";
import { createServerLogDecoder } from "@/lib/ingest/server-log";
import { readSample } from "@/lib/testing/decode-sample";
import { LineRecorder, openAiAnswer, recordedFrom, recordedLine } from "@/lib/testing/line-recorder";
import { haveSamples } from "@/lib/testing/samples";
import { getModelCall } from "../calls/get-call";
import { getRelated } from "../related/get-related";
import { lookUp } from "../search/look-up";

let recorder: LineRecorder;
afterEach(() => {
  recorder.close();
});

/** Frames of one model call as a browser got them: message `id`, seq from the server's clock. */
function frames(id: string, from: number, more: readonly object[] = []): object[] {
  let count = 0;
  const frame = (ms: number, type: string, data: object, metadata?: object): object => ({
    sem: true,
    event: {
      type,
      id,
      seq: `${String(recordedFrom + ms)}${String((count += 1)).padStart(6, "0")}`,
      data,
      metadata,
    },
  });
  const usage = { inputTokens: 100, outputTokens: 40 };
  return [
    frame(from + 310, "llm.thinking.delta", { id: `${id}:thinking`, delta: "Hm", cumulative: "Hm" }),
    frame(from + 710, "llm.delta", { id, delta: "Good ", cumulative: "Good " }),
    ...more,
    frame(from + 1_020, "llm.final", { id, text: "Good day." }, { model: "gpt-5", usage }),
  ];
}

describe("streams of providers beside the runtime's own events", () => {
  beforeEach(() => {
    recorder = new LineRecorder();
  });

  const placed =
    "call_id, response_id, key_origins ->> '$.response_id.how' AS how, provider_ms, output_tokens";

  test.each(["stream first", "frames first", "stream first, settled between"])(
    "an answer is put to the only call at its time, and says that this is inferred: %s",
    (order) => {
      if (order === "frames first") recorder.take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
      recorder.stream(openAiAnswer("resp_1", 0));
      if (order === "stream first, settled between") {
        expect(recorder.calls("call_id")).toEqual([{ call_id: "resp_1" }]);
      }
      if (order !== "frames first") recorder.take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
      expect(recorder.calls(placed)).toEqual([
        { call_id: "m1", response_id: "resp_1", how: "inferred", provider_ms: 1_000, output_tokens: 40n },
      ]);
      // A fold that is made from the log again says the same.
      const again = recorder.openEngine();
      recorder.execute("INSERT INTO unsettled_conversations (conv_id, due_at_ms) VALUES ('c', 0)");
      again.settle(true);
      expect(recorder.calls(placed)).toHaveLength(1);
    },
  );

  test("the id of an item of an answer opens the call, also of one that was put to it later", () => {
    recorder.stream([
      ...openAiAnswer("resp_1", 0),
      recordedLine(900, "response.output_item.done", {
        response_id: "resp_1",
        output_index: 0,
        item: { id: "rs", type: "reasoning" },
      }),
    ]);
    recorder.settle();
    recorder.take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
    recorder.settle();
    expect(lookUp(recorder.context, "rs").items).toEqual([
      expect.objectContaining({ ref: recordRef("model_call", "c", "m1"), matched: "item_id" }),
    ]);
    expect(getModelCall(recorder.context, "c", "m1").items).toMatchObject([
      { item_id: "rs", kind: "reasoning", call_id: "m1" },
      { item_id: "m", kind: null, call_id: "m1" },
    ]);
  });

  test("snapshots that hold what an answer gave belong to its call, in both directions", () => {
    recorder.take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
    const block = (id: string, kind: string, payload: object): object => ({ id, kind, payload });
    recorder.take(
      createNativeDecoder,
      [
        {
          type: "turn.snapshot",
          id: "n1",
          conv_id: "c",
          occurred_at_ms: recordedFrom + 20_000,
          data: {
            turn_id: "t2",
            phase: "pre_inference",
            blocks: [
              block("rs", "reasoning", { encrypted_content: "x" }),
              block("b2", "llm_text", { item_id: "m", text: "Good day." }),
            ],
          },
        },
      ],
      "native.ndjson",
    );
    // Last, so that the snapshot had to wait for what it is tied to.
    recorder.stream(openAiAnswer("resp_1", 0));
    recorder.settle();
    const call = recordRef("model_call", "c", "m1");
    const [snapshot] = lookUp(recorder.context, "m").items.flatMap(({ ref, kind }) =>
      kind === "snapshot" ? [ref] : [],
    );
    const rule = "block made from its answer";
    expect(getRelated(recorder.context, call).items).toContainEqual(
      expect.objectContaining({ ref: snapshot, direction: "causes", rule }),
    );
    expect(getRelated(recorder.context, snapshot ?? "").items).toContainEqual(
      expect.objectContaining({ ref: call, direction: "caused_by", rule }),
    );
  });

  test("each of several answers goes to its own call", () => {
    recorder.stream([...openAiAnswer("resp_1", 0), ...openAiAnswer("resp_2", 10_000)]);
    recorder.take(createSemNdjsonDecoder, [...frames("m1", 0), ...frames("m2", 10_000)], "ws.ndjson");
    expect(recorder.calls("call_id, response_id")).toEqual([
      { call_id: "m1", response_id: "resp_1" },
      { call_id: "m2", response_id: "resp_2" },
    ]);
  });

  test("where two calls may be meant, or the tokens differ, the answer stays by itself", () => {
    recorder.stream(openAiAnswer("resp_1", 0));
    recorder.take(createSemNdjsonDecoder, frames("m1", 100), "a.ndjson");
    recorder.take(createSemNdjsonDecoder, frames("m2", 150), "b.ndjson");
    const others = JSON.stringify(frames("m3", 20_000)).replaceAll('"outputTokens":40', '"outputTokens":41');
    recorder.stream(openAiAnswer("resp_3", 20_000), "later.ndjson");
    recorder.take(createSemNdjsonDecoder, JSON.parse(others) as object[], "c.ndjson");
    expect(recorder.calls("call_id, response_id")).toEqual(
      expect.arrayContaining([
        { call_id: "m1", response_id: null },
        { call_id: "m2", response_id: null },
        { call_id: "m3", response_id: null },
        { call_id: "resp_1", response_id: "resp_1" },
        { call_id: "resp_3", response_id: "resp_3" },
      ]),
    );
  });

  test("the log of the server says when a call began whose first frames nobody recorded, and that it failed", () => {
    const line = (ms: number, type: string, id: string): object => ({
      level: "debug",
      component: "web_forwarder",
      event_type: `*events.Event${type}`,
      event_id: id,
      session_id: "s",
      inference_id: `i-${id}`,
      turn_id: `t-${id}`,
      conv_id: "c",
      time: new Date(recordedFrom + ms).toISOString(),
      message: "received event (SEM)",
    });
    recorder.take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
    recorder.stream(openAiAnswer("resp_1", 0));
    recorder.take(
      createServerLogDecoder,
      [
        line(-200, "PartialCompletionStart", "m1"),
        line(310, "ThinkingPartial", "m1"),
        line(710, "PartialCompletion", "m1"),
        line(1_020, "Final", "m1"),
        line(2_000, "PartialCompletionStart", "m2"),
        line(2_400, "Error", "m2"),
      ],
      "server.log",
    );
    expect(
      recorder.calls(
        "call_id, turn_id, status, first_byte_ms, first_token_ms, provider_ms, postprocess_ms, total_ms",
      ),
    ).toEqual([
      {
        call_id: "m1",
        turn_id: "t-m1",
        status: "succeeded",
        first_byte_ms: 200,
        first_token_ms: 510,
        provider_ms: 1_000,
        postprocess_ms: 20,
        total_ms: 1_220,
      },
      {
        call_id: "m2",
        turn_id: "t-m2",
        status: "failed",
        first_byte_ms: null,
        first_token_ms: null,
        provider_ms: null,
        postprocess_ms: null,
        total_ms: 400,
      },
    ]);
  });
});

describe.skipIf(!haveSamples)("the recording hc53", () => {
  const decoders: readonly (readonly [string, LineDecoderFactory])[] = [
    ["provider-sse.ndjson", createProviderStreamDecoder],
    ["sem-frames-reconstructed.ndjson", createSemLogDecoder],
    ["server-log.ndjson", createServerLogDecoder],
  ];
  const conv_id = "6ac68635-37bc-4f4d-9657-dfc96df3c5c6";

  beforeEach(() => {
    recorder = new LineRecorder(conv_id);
  });

  test.each([decoders, [...decoders].reverse()])(
    "joins stream, frames and log into one account of each call, whichever comes first",
    (...files) => {
      for (const [name, create] of files) {
        recorder.take(create, readSample(`pinocchio/hc53/${name}`), name);
        recorder.settle();
      }
      const told = `call_id, turn_id, first_byte_ms, first_token_ms, first_content_ms, provider_ms, postprocess_ms, total_ms,
        input_tokens, output_tokens, reasoning_tokens, substr(response_id, 1, 10) AS response`;
      expect(recorder.calls(told)).toEqual([
        {
          call_id: "843f3c5d-08b4-4147-885a-d56fb9ec4e33",
          turn_id: "7f1dac3d-80c6-4de3-85cc-1af584ff482f",
          first_byte_ms: 264,
          first_token_ms: 3_706,
          first_content_ms: 3_706,
          provider_ms: 4_421,
          postprocess_ms: 1,
          total_ms: 4_686,
          input_tokens: 3_320n,
          output_tokens: 229n,
          reasoning_tokens: 128n,
          response: "resp_06d0e",
        },
        {
          call_id: "dcce2010-8ce4-434d-a6b4-8c7fa1e72899",
          turn_id: "405203e6-4026-4668-a030-43a52d818cc3",
          first_byte_ms: 240,
          first_token_ms: 4_257,
          first_content_ms: 9_224,
          provider_ms: 9_272,
          postprocess_ms: 3,
          total_ms: 9_515,
          input_tokens: 3_408n,
          output_tokens: 433n,
          reasoning_tokens: 320n,
          response: "resp_06d0e",
        },
      ]);
      expect(recorder.rows("SELECT DISTINCT error_code, turn_id FROM errors")).toEqual([
        { error_code: "projection.write_after_final", turn_id: "405203e6-4026-4668-a030-43a52d818cc3" },
      ]);
      // Neither a store of turns nor a user's message is in the recording: the log alone names them.
      expect(
        recorder.rows(
          "SELECT turn_id, started_at_ms, finished_at_ms, substr(answer_text, 1, 4) AS answer, outcome FROM turns ORDER BY started_at_ms",
        ),
      ).toEqual([
        {
          turn_id: "7f1dac3d-80c6-4de3-85cc-1af584ff482f",
          started_at_ms: 1_771_453_357_939n,
          finished_at_ms: 1_771_453_362_625n,
          answer: "Hi! ",
          outcome: "completed",
        },
        {
          turn_id: "405203e6-4026-4668-a030-43a52d818cc3",
          started_at_ms: 1_771_453_368_473n,
          finished_at_ms: 1_771_453_377_988n,
          answer: "Sure",
          outcome: "completed",
        },
      ]);
    },
  );

  test("links an envelope of the provider's stream to its call and back, and says how that is known", () => {
    for (const [name, create] of decoders) recorder.take(create, readSample(`pinocchio/hc53/${name}`), name);
    recorder.settle();
    const call = recordRef("model_call", conv_id, "dcce2010-8ce4-434d-a6b4-8c7fa1e72899");
    const first = recorder.rows(
      `SELECT min(e.ordinal) FROM events e JOIN subjects s USING (subject_key) JOIN model_calls c ON c.response_id = s.name
       WHERE c.call_id = 'dcce2010-8ce4-434d-a6b4-8c7fa1e72899'`,
    );
    const [[ordinal] = []] = first.map((row) => Object.values(row as Record<string, bigint>));
    const chunk = recordRef("event", ordinal ?? 0n);
    const linked = (from: string, to: string): unknown =>
      getRelated(recorder.context, from).items.find(({ ref }) => ref === to)?.how;
    expect(linked(chunk, call)).toBe("inferred");
    expect(linked(call, chunk)).toBe("inferred");
  });
});
