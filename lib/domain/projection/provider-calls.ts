import type { KeyOrigin } from "../envelope";
import { asObject, asText, type JsonObject } from "../json/json-access";
import type { CallFacts } from "./call-facts";
import { readCompletionChunk } from "./completion-chunks";
import type { FoldEvent } from "./fold-event";
import { readGeminiChunk } from "./gemini-chunks";
import { readMessageChunk } from "./message-chunks";
import type { ModelCalls } from "./model-calls";
import { ProviderAnswer } from "./provider-answer";
import { providerErrorText } from "./provider-error-text";
import { isAnswerOf } from "./provider-match";
import { readResponsesChunk } from "./responses-chunks";
import type { ToolCalls } from "./tool-calls";

type Reader = (answer: ProviderAnswer, event: FoldEvent, chunk: JsonObject) => void;

/**
 * Model and tool calls from the streams of model providers. The runtime speaks of the same calls under its own ids: an
 * answer is put to the runtime's call where a sign ties the two, and stands as a call of its own under the provider's
 * id until then.
 */
export class ProviderCalls {
  /** Answers by the provider's id. */
  readonly #answers = new Map<string, ProviderAnswer>();
  /** Those that no call of the runtime is known for. */
  readonly #unplaced = new Set<string>();

  constructor(
    private readonly calls: ModelCalls,
    private readonly tools: ToolCalls,
  ) {}

  /** Reads a chunk. One of no known answer, from before the recording began, says nothing. */
  apply(event: FoldEvent): void {
    const chunk = asObject(event.data);
    const id = event.event_id;
    if (chunk === undefined || id === undefined) return;
    const answer = this.#answer(id, this.calls.facts(id, event));
    // The folder of a run tells whose answer it is before the answer does.
    answer.facts.response_id ??=
      asText(asObject(chunk["response"])?.["id"]) ??
      asText(asObject(chunk["message"])?.["id"]) ??
      asText(chunk["responseId"]);
    const read = readerOf(event.type, chunk);
    if (read !== undefined) read(answer, event, chunk);
    else if (chunk["error"] !== undefined || event.type === "provider.error")
      answer.fail(event, providerErrorText(chunk["error"] ?? chunk));
  }

  /** Puts answers to the calls of the runtime that they are of; ids of calls that are none any more. O(answers x calls). */
  place(): readonly string[] {
    const merged: string[] = [];
    for (const id of this.#unplaced) {
      const answer = this.#answers.get(id);
      const found = answer === undefined ? undefined : this.#callOf(answer);
      if (answer === undefined || found === undefined) continue;
      this.calls.merge(id, found.call_id, found.origin);
      this.#unplaced.delete(id);
      merged.push(id);
    }
    for (const [id, answer] of this.#answers)
      for (const tool of answer.toolCalls) this.tools.attribute(tool, this.calls.nameOf(id));
    return merged;
  }

  #answer(id: string, facts: CallFacts): ProviderAnswer {
    let answer = this.#answers.get(id);
    if (answer === undefined) {
      answer = new ProviderAnswer(facts, this.tools);
      this.#answers.set(id, answer);
      this.#unplaced.add(id);
    }
    return answer;
  }

  #callOf(answer: ProviderAnswer): { readonly call_id: string; readonly origin: KeyOrigin } | undefined {
    const open = this.calls.unanswered();
    const { call_id } = answer.facts;
    const named = open.find(({ facts }) => facts.some(({ response_id }) => response_id === call_id));
    if (named !== undefined)
      return {
        call_id: named.call_id,
        origin: { how: "explicit", rule: "the runtime names the provider's answer" },
      };
    const asked = new Set(answer.toolCalls.map((tool) => this.tools.get(tool)?.model_call_id));
    const sharing = open.filter((call) => asked.has(call.call_id));
    if (sharing.length === 1 && sharing[0] !== undefined)
      return {
        call_id: sharing[0].call_id,
        origin: { how: "derived", rule: "both name the same tool call" },
      };
    const around = open.filter(({ facts }) => facts.some((told) => isAnswerOf(answer.facts, told)));
    if (around.length !== 1 || around[0] === undefined) return undefined;
    return {
      call_id: around[0].call_id,
      origin: { how: "inferred", rule: "the only call at the time of the provider's answer" },
    };
  }
}

function readerOf(type: string, chunk: JsonObject): Reader | undefined {
  if (type.startsWith("provider.response.")) return readResponsesChunk;
  if (/^provider\.(?:message_|content_block_)/.test(type)) return readMessageChunk;
  if ("choices" in chunk) return readCompletionChunk;
  return "candidates" in chunk || "usageMetadata" in chunk ? readGeminiChunk : undefined;
}
