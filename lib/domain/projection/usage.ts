import { asNumber, asObject } from "../json/json-access";
import type { JsonValue } from "../model/field";

/** Token counts of a call in the model's own terms. */
export interface Usage {
  readonly input_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_tokens?: number | undefined;
}

/**
 * Usage as SEM frames, geppetto events and sessionstream events write it (camelCase or snake_case, zero
 * left out). Providers that report cache reads and writes apart from the input (`cache_read_input_tokens`)
 * have them added to it: `input_tokens` includes cache reads here. Undefined when there is no usage.
 */
export function usageOf(value: JsonValue | undefined): Usage | undefined {
  const usage = asObject(value);
  if (usage === undefined) return undefined;
  const read = (camel: string, snake: string) => asNumber(usage[camel]) ?? asNumber(usage[snake]);
  const cached = read("cachedTokens", "cached_tokens");
  const cacheRead = read("cacheReadInputTokens", "cache_read_input_tokens");
  const cacheWrite = read("cacheCreationInputTokens", "cache_creation_input_tokens");
  const input = read("inputTokens", "input_tokens");
  const output = read("outputTokens", "output_tokens");
  if (input === undefined && output === undefined) return undefined;
  const apart = (cacheRead ?? 0) + (cacheWrite ?? 0);
  return {
    input_tokens: input === undefined ? undefined : input + apart,
    output_tokens: output ?? 0,
    cache_read_tokens: cacheRead ?? cached,
    cache_write_tokens: cacheWrite,
  };
}
