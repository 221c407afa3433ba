import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ProviderAnswer } from "./provider-answer";
import { providerUsage } from "./provider-usage";

/** Events of Anthropic's Messages protocol. Its usage counts up, and only its first event names the message. */
export function readMessageChunk(answer: ProviderAnswer, event: FoldEvent, chunk: JsonObject): void {
  const { facts } = answer;
  facts.provider ??= "anthropic";
  const place = String(asNumber(chunk["index"]) ?? 0);
  switch (event.type) {
    case "provider.message_start": {
      const message = asObject(chunk["message"]);
      answer.begin(timeOf(event));
      facts.response_model = asText(message?.["model"]) ?? facts.response_model;
      answer.count(providerUsage(message?.["usage"]));
      break;
    }
    case "provider.content_block_start": {
      const block = asObject(chunk["content_block"]);
      if (asText(block?.["type"])?.endsWith("tool_use") === true)
        answer.ask(event, place, asText(block?.["id"]), asText(block?.["name"]));
      break;
    }
    case "provider.content_block_delta":
      readDelta(answer, event, place, asObject(chunk["delta"]));
      break;
    case "provider.content_block_stop":
      answer.argued(event, place);
      break;
    case "provider.message_delta":
      answer.count(providerUsage(chunk["usage"]));
      facts.finish_reason = asText(asObject(chunk["delta"])?.["stop_reason"]) ?? facts.finish_reason;
      break;
    case "provider.message_stop":
      answer.end(event, facts.finish_reason);
      break;
  }
}

function readDelta(
  answer: ProviderAnswer,
  event: FoldEvent,
  place: string,
  delta: JsonObject | undefined,
): void {
  switch (asText(delta?.["type"]) ?? "") {
    case "text_delta":
      answer.say(event, asText(delta?.["text"]));
      break;
    case "thinking_delta":
      answer.think(event);
      break;
    case "input_json_delta":
      answer.argue(place, asText(delta?.["partial_json"]));
      break;
  }
}
