import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProviderAnswer } from "./provider-answer";
import { providerErrorText } from "./provider-error-text";
import { providerUsage } from "./provider-usage";

/** Typed events of OpenAI's Responses protocol. Items are told apart by their index: gateways change their ids. */
export function readResponsesChunk(answer: ProviderAnswer, event: FoldEvent, chunk: JsonObject): void {
  answer.facts.provider ??= "openai";
  const response = asObject(chunk["response"]);
  if (response !== undefined) noteResponse(answer, event, response);
  const place = String(asNumber(chunk["output_index"]) ?? 0);
  const item = asObject(chunk["item"]);
  const itemId = asText(item?.["id"]) ?? asText(chunk["item_id"]);
  if (itemId !== undefined) answer.facts.item(event, itemId, asText(item?.["type"]));
  switch (event.type.slice("provider.response.".length)) {
    case "output_text.delta":
    case "refusal.delta":
      answer.say(event, asText(chunk["delta"]));
      break;
    case "reasoning_summary_text.delta":
    case "reasoning_text.delta":
      answer.think(event);
      break;
    case "output_item.added":
      answer.ask(event, place, asText(item?.["call_id"]), asText(item?.["name"]));
      break;
    case "function_call_arguments.delta":
    case "custom_tool_call_input.delta":
      answer.argue(place, asText(chunk["delta"]));
      break;
    case "output_item.done":
      // A recording may begin behind the item's first event.
      answer.ask(event, place, asText(item?.["call_id"]), asText(item?.["name"]));
      answer.argued(event, place, asText(item?.["arguments"]) ?? asText(item?.["input"]));
      break;
    case "completed":
      answer.end(event, undefined);
      break;
    case "incomplete":
      answer.end(event, asText(asObject(response?.["incomplete_details"])?.["reason"]) ?? "incomplete");
      break;
    case "failed":
      answer.fail(event, providerErrorText(response?.["error"]));
      break;
  }
}

function noteResponse(answer: ProviderAnswer, event: FoldEvent, response: JsonObject): void {
  const { facts } = answer;
  answer.begin(timeOf(event) ?? msOfSeconds(response["created_at"]));
  facts.response_model = asText(response["model"]) ?? facts.response_model;
  for (const [name, key] of parameterNames) {
    const value = response[name];
    if (value !== undefined && value !== null) facts.parameters[key] = value;
  }
  const effort = asText(asObject(response["reasoning"])?.["effort"]);
  if (effort !== undefined) facts.parameters["reasoning_effort"] = effort;
  answer.count(providerUsage(response["usage"]));
  facts.finished_at_ms ??= timeOf(event) === undefined ? msOfSeconds(response["completed_at"]) : undefined;
}

const parameterNames = [
  ["temperature", "temperature"],
  ["top_p", "top_p"],
  ["max_output_tokens", "max_tokens"],
  ["service_tier", "service_tier"],
] as const;

/** Epoch seconds as epoch ms. */
export function msOfSeconds(value: JsonValue | undefined): number | undefined {
  const seconds = asNumber(value);
  return seconds === undefined ? undefined : seconds * 1_000;
}
