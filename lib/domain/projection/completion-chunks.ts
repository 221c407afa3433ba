import { asArray, asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProviderAnswer } from "./provider-answer";
import { msOfSeconds } from "./responses-chunks";
import { providerUsage } from "./provider-usage";

/**
 * Chunks of the chat completions protocol, which many providers speak: reasoning under two names, a tool call whole or
 * in pieces, usage in any chunk. Of several choices the first is the answer.
 */
export function readCompletionChunk(answer: ProviderAnswer, event: FoldEvent, chunk: JsonObject): void {
  const { facts } = answer;
  answer.begin(timeOf(event) ?? msOfSeconds(chunk["created"]));
  facts.response_model = asText(chunk["model"]) ?? facts.response_model;
  facts.provider ??= providerOfModel(facts.response_model);
  answer.count(providerUsage(chunk["usage"]));
  const choice = (asArray(chunk["choices"]) ?? []).map(asObject).find((one) => (one?.["index"] ?? 0) === 0);
  if (choice === undefined) return;
  readDelta(answer, event, asObject(choice["delta"]) ?? {});
  const reason = asText(choice["finish_reason"]);
  if (reason === undefined) return;
  answer.argueAll(event);
  answer.end(event, reason);
}

function readDelta(answer: ProviderAnswer, event: FoldEvent, delta: JsonObject): void {
  if ((asText(delta["reasoning_content"]) ?? asText(delta["reasoning"])) !== undefined) answer.think(event);
  const content = asText(delta["content"]) ?? asText(delta["refusal"]);
  if (content !== undefined) answer.say(event, content);
  for (const [at, piece] of (asArray(delta["tool_calls"]) ?? []).map(asObject).entries()) {
    const asked = asObject(piece?.["function"]);
    const place = String(asNumber(piece?.["index"]) ?? at);
    answer.ask(event, place, asText(piece?.["id"]), asText(asked?.["name"]));
    answer.argue(place, asText(asked?.["arguments"]));
  }
}

const modelFamilies: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt|o\d|chatgpt|codex)/, "openai"],
  [/^claude/, "anthropic"],
  [/^grok/, "x_ai"],
  [/^deepseek/, "deepseek"],
  [/^gemini/, "gcp.gemini"],
  [/^(?:mistral|ministral|magistral|codestral)/, "mistral_ai"],
];

/** Provider of a model, in OpenTelemetry's words, where its name says it. */
function providerOfModel(model: string | undefined): string | undefined {
  return modelFamilies.find(([family]) => model !== undefined && family.test(model))?.[1];
}
