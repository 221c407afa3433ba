import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { providerErrorText } from "@/lib/domain/projection/provider-error-text";
import { readJson, textOf } from "./read-json";

/** One line of a provider's stream: a field of server-sent events without a payload, a chunk, or what keeps it from being one. */
export type ProviderLine =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "done" }
  | { readonly kind: "chunk"; readonly chunk: JsonObject }
  | { readonly kind: "fault"; readonly fault: string };

/** Reads a line as recorders write it: JSON alone, or `data: JSON` of server-sent events as text. */
export function readProviderLine(bytes: Uint8Array): ProviderLine {
  const text = textOf(bytes);
  if (text === undefined) return { kind: "fault", fault: "not UTF-8" };
  // A runner's raw capture begins with a remark of its own.
  const field = text.startsWith("#") ? "" : /^(event|data|id|retry|):/.exec(text)?.[1];
  if (field !== undefined && field !== "data") return { kind: "field", name: field };
  if (field !== undefined && text.slice("data:".length).trim() === "[DONE]") return { kind: "done" };
  const reading = readJson(field === undefined ? bytes : bytes.subarray("data:".length));
  if (!reading.ok) return { kind: "fault", fault: reading.fault };
  const chunk = asObject(reading.value);
  return chunk === undefined ? { kind: "fault", fault: "no object" } : { kind: "chunk", chunk };
}

/** The chunk itself: some recorders put it beside its time and its name, `{ts, event, data}`. */
export function chunkOf(line: JsonObject): JsonObject {
  return asText(line["event"]) === undefined ? line : (asObject(line["data"]) ?? line);
}

/** What a chunk adds to its answer, in its own words: a piece of text, of reasoning or of arguments, why it ended, an error. */
export function wordsOfChunk(chunk: JsonObject): string | undefined {
  const choice = asObject(asArray(chunk["choices"])?.[0]);
  const delta = asObject(chunk["delta"]) ?? asObject(choice?.["delta"]);
  const candidate = asObject(asArray(chunk["candidates"])?.[0]);
  const part = asObject(asArray(asObject(candidate?.["content"])?.["parts"])?.[0]);
  const call = asObject(asObject(asArray(delta?.["tool_calls"])?.[0])?.["function"]);
  const words = [
    chunk["delta"],
    ...deltaMembers.map((name) => delta?.[name]),
    call?.["name"],
    call?.["arguments"],
    part?.["text"],
    choice?.["finish_reason"],
    candidate?.["finishReason"],
    chunk["text"],
    chunk["arguments"],
  ];
  const error = providerErrorText(chunk["error"] ?? asObject(chunk["response"])?.["error"]);
  return words.map(asText).find((text) => text !== undefined) ?? error;
}

const deltaMembers = [
  "text",
  "thinking",
  "partial_json",
  "content",
  "reasoning_content",
  "reasoning",
  "stop_reason",
] as const;
