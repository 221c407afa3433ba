import { asText, type JsonObject } from "../json/json-access";
import { stringifyExact } from "../json/exact-json";
import type { JsonValue } from "../model/field";

const summaryLength = 160;

/** The start of a text on one line, at most `length` characters, cut at a character. */
export function oneLine(text: string, length = summaryLength): string {
  const flat = text
    .slice(0, length * 4)
    .replace(/\s+/g, " ")
    .trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length - 1);
  // A high surrogate at the end would be half a character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** One line that says what an entity holds, for lists. */
export function entitySummary(kind: string, props: JsonObject): string | undefined {
  const text = textOf(kind, props);
  return text === undefined || text === "" ? undefined : oneLine(text);
}

function textOf(kind: string, props: JsonObject): string | undefined {
  switch (kind) {
    case "tool_call":
    case "ChatToolCall":
    case "ChatFrontendToolCall":
      return callLine(asText(props["name"]) ?? asText(props["toolName"]), props["input"]);
    case "tool_result":
    case "ChatToolResult":
      return asText(props["error"]) ?? asText(props["resultRaw"]) ?? printed(props["result"]);
    case "AgentMode":
      return [asText(props["from"]), asText(props["to"])].filter((mode) => mode !== undefined).join(" → ");
    case "thinking_mode":
      return asText(props["reasoning"]) ?? asText(props["mode"]);
    case "suggestions":
      return printed(props["items"]);
    default:
      return (
        asText(props["content"]) ?? asText(props["text"]) ?? asText(props["error"]) ?? asText(props["title"])
      );
  }
}

function callLine(name: string | undefined, input: JsonValue | undefined): string {
  return `${name ?? "?"}(${printed(input) ?? ""})`;
}

function printed(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : stringifyExact(value);
}

/** State word of an entity where its kind has one. */
export function entityStatus(kind: string, props: JsonObject): string | undefined {
  const stated = asText(props["status"]);
  if (stated !== undefined) return stated;
  if (kind === "message" || "streaming" in props)
    return props["streaming"] === true ? "streaming" : "completed";
  if (kind === "tool_result" || kind === "ChatToolResult")
    return asText(props["error"]) ? "failed" : "completed";
  return undefined;
}
