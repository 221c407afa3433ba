import { asArray, asObject, asText, type JsonObject } from "../json/json-access";
import { stringifyExact } from "../json/exact-json";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProviderAnswer } from "./provider-answer";
import { providerUsage } from "./provider-usage";

/** Chunks of Gemini's `streamGenerateContent`: each a whole answer so far as parts go, its usage counts up. */
export function readGeminiChunk(answer: ProviderAnswer, event: FoldEvent, chunk: JsonObject): void {
  const { facts } = answer;
  facts.provider ??= "gcp.gemini";
  facts.response_model = asText(chunk["modelVersion"]) ?? facts.response_model;
  answer.begin(timeOf(event));
  answer.count(providerUsage(chunk["usageMetadata"]));
  const candidate = asObject((asArray(chunk["candidates"]) ?? [])[0]);
  for (const part of (asArray(asObject(candidate?.["content"])?.["parts"]) ?? []).map(asObject)) {
    const call = asObject(part?.["functionCall"]);
    if (part?.["thought"] === true) answer.think(event);
    else if (asText(part?.["text"]) !== undefined) answer.say(event, asText(part?.["text"]));
    if (call === undefined) continue;
    // Most calls have no id of their own: their place in the answer stands for it.
    const place = String(answer.toolCalls.length);
    answer.ask(event, place, asText(call["id"]) ?? `${facts.call_id}:call:${place}`, asText(call["name"]));
    answer.argued(event, place, stringifyExact(call["args"] ?? {}));
  }
  const reason = asText(candidate?.["finishReason"]);
  if (reason !== undefined) answer.end(event, reason.toLowerCase());
}
