import { stringifyExact } from "../json/exact-json";
import { asArray, asText, type JsonObject } from "../json/json-access";
import type { ProjectedEntity } from "./sem-timeline";

/**
 * Projections that the inventory application registers for its own frame types (research notes, section
 * b.3). Any other type projects nothing: it is listed and shown raw, without an entity.
 */
export function projectHypercard(
  type: string,
  event_id: string,
  data: JsonObject,
): readonly ProjectedEntity[] {
  const match = /^hypercard\.(widget|card|suggestions|card_proposal)\.(start|update|error|v\d+)$/.exec(type);
  if (match === null) return [];
  const family = match[1];
  const step = match[2] ?? "";
  const id = asText(data["itemId"]) ?? event_id;
  // A recording that lost the data of its frames must not empty the list.
  if (family === "suggestions")
    return step === "error" || asArray(data["suggestions"]) === undefined ? [] : [suggestions(data)];
  const kind = family === "widget" ? "hypercard.widget.v1" : "hypercard.card.v2";
  if (step === "start" || step === "update") return [status(id, "info", progressText(step, data))];
  if (step !== "error") return [result(id, kind, data, "")];
  const error = asText(data["error"]) ?? "";
  const line = status(id, "error", error);
  return family === "widget" ? [line, result(id, kind, data, error)] : [line];
}

function suggestions(data: JsonObject): ProjectedEntity {
  const items = asArray(data["suggestions"]) ?? [];
  return [
    "suggestions:assistant",
    "suggestions",
    { consumedAt: null, items, schemaVersion: 1, source: "assistant" },
  ];
}

function progressText(step: string, data: JsonObject): string {
  const title = asText(data["title"]) ?? asText(data["name"]) ?? "";
  return step === "start" ? `Building ${title}`.trim() : `Updating ${title}`.trim();
}

function status(id: string, type: "info" | "error", text: string): ProjectedEntity {
  return [`${id}:status`, "status", { schemaVersion: 1, text, type }];
}

function result(id: string, kind: string, data: JsonObject, error: string): ProjectedEntity {
  const props = { error, result: data, resultRaw: stringifyExact(data), schemaVersion: 1, toolCallId: id };
  return [`${id}:result`, kind, props];
}
