import { asObject, asText } from "../json/json-access";
import type { FoldEvent } from "./fold-event";

/**
 * Type of the engine event that a log line is about: a server that logs at its most detailed level says it of every event
 * that it turns into frames (`PartialCompletion`, `Final`, ...). Undefined for other lines.
 */
export function loggedEventType({ data }: FoldEvent): string | undefined {
  const fields = asObject(data);
  if (asText(fields?.["message"]) !== "received event (SEM)") return undefined;
  return asText(fields?.["event_type"])?.replace(/^\*events\.Event/, "");
}
