import { expect, test } from "vitest";
import { chunkOf, readProviderLine, wordsOfChunk } from "./provider-chunk";

const wordsOf = (text: string): string | undefined => {
  const line = readProviderLine(Buffer.from(text));
  return line.kind === "chunk" ? wordsOfChunk(chunkOf(line.chunk)) : line.kind;
};

test.each([
  ['{"type":"response.output_text.delta","item_id":"m","delta":"Hi"}', "Hi"],
  [
    '{"ts":"2026-02-18T17:22:52Z","event":"response.reasoning_summary_text.delta","data":{"delta":"Hm"}}',
    "Hm",
  ],
  ['{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}', "Hi"],
  [
    '{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"q\\""}}',
    '{"q"',
  ],
  ['{"type":"message_delta","delta":{"stop_reason":"end_turn"}}', "end_turn"],
  ['data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"}}]}', "Hi"],
  ['data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"find"}}]}}]}', "find"],
  ['data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}', "stop"],
  ['{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}', "Hi"],
  ['{"type":"error","error":{"code":"overloaded","message":"busy"}}', "overloaded: busy"],
  ['{"type":"response.failed","response":{"id":"r","error":{"message":"busy"}}}', "busy"],
  ['{"type":"ping"}', undefined],
  ["data: [DONE]", "done"],
  ["event: message_start", "field"],
])("%s says %s", (line, words) => {
  expect(wordsOf(line)).toBe(words);
});
