import { stringifyExact } from "@/lib/domain/json/exact-json";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordIn } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";

type BlockFacts = Pick<
  RecordIn<"blocks">,
  "text_preview" | "tool_call_id" | "tool_name" | "error_text" | "provider_item_id"
>;

const previewLength = 500;

/** What lists and links need of a block, read from its payload by kind. */
export function blockFacts(kind: string, payload: JsonValue | undefined): BlockFacts {
  const body = asObject(payload) ?? {};
  return { ...factsOfKind(kind, body), provider_item_id: asText(body["item_id"]) };
}

function factsOfKind(kind: string, body: JsonObject): BlockFacts {
  switch (kind) {
    case "tool_call":
      return {
        tool_call_id: asText(body["id"]),
        tool_name: asText(body["name"]),
        text_preview: preview(`${asText(body["name"]) ?? "?"}(${printed(body["args"]) ?? ""})`),
      };
    case "tool_use":
      return {
        tool_call_id: asText(body["id"]),
        error_text: asText(body["error"]),
        text_preview: preview(asText(body["error"]) ?? printed(body["result"])),
      };
    default:
      return { text_preview: preview(blockText(body)) };
  }
}

/** Readable text of a block: its text, else the summary of its reasoning. */
export function blockText(payload: JsonObject): string | undefined {
  const text = asText(payload["text"]);
  if (text !== undefined) return text;
  const parts = asArray(payload["summary"])?.map((part) => asText(asObject(part)?.["text"]) ?? asText(part));
  return parts?.filter((part) => part !== undefined).join("\n\n");
}

/** `result` of a tool block is a JSON text or a JSON value, by writer. */
function printed(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : stringifyExact(value);
}

function preview(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const cut = text.slice(0, previewLength);
  // Not half a character.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
