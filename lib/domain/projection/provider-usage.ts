import { asNumber, asObject, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import { usageOf, type Usage } from "./usage";

/** Token counts as a provider's own stream gives them. */
export interface ProviderUsage {
  readonly usage: Usage;
  readonly reasoning_tokens?: number | undefined;
}

/**
 * Usage in the words of OpenAI's two protocols, of Anthropic and of Gemini; undefined when there is none. Input counts
 * what came from a cache, output counts reasoning, whatever the provider adds up.
 */
export function providerUsage(value: JsonValue | undefined): ProviderUsage | undefined {
  const said = asObject(value);
  if (said === undefined) return undefined;
  if (asNumber(said["promptTokenCount"]) !== undefined) return geminiUsage(said);
  if (asNumber(said["prompt_tokens"]) !== undefined) return completionUsage(said);
  const usage = usageOf(said);
  if (usage === undefined) return undefined;
  return {
    usage: {
      ...usage,
      cache_read_tokens:
        usage.cache_read_tokens ?? asNumber(asObject(said["input_tokens_details"])?.["cached_tokens"]),
    },
    reasoning_tokens: asNumber(asObject(said["output_tokens_details"])?.["reasoning_tokens"]),
  };
}

/** Most count reasoning as completion; some leave it out, which the total gives away. */
function completionUsage(said: JsonObject): ProviderUsage {
  const input = asNumber(said["prompt_tokens"]) ?? 0;
  const completion = asNumber(said["completion_tokens"]) ?? 0;
  const reasoning = asNumber(asObject(said["completion_tokens_details"])?.["reasoning_tokens"]);
  const isApart = asNumber(said["total_tokens"]) === input + completion + (reasoning ?? 0);
  return {
    usage: {
      input_tokens: input,
      output_tokens: completion + (isApart ? (reasoning ?? 0) : 0),
      cache_read_tokens: asNumber(asObject(said["prompt_tokens_details"])?.["cached_tokens"]),
    },
    reasoning_tokens: reasoning,
  };
}

function geminiUsage(said: JsonObject): ProviderUsage {
  const thoughts = asNumber(said["thoughtsTokenCount"]);
  return {
    usage: {
      input_tokens: asNumber(said["promptTokenCount"]),
      output_tokens: (asNumber(said["candidatesTokenCount"]) ?? 0) + (thoughts ?? 0),
      cache_read_tokens: asNumber(said["cachedContentTokenCount"]),
    },
    reasoning_tokens: thoughts,
  };
}
