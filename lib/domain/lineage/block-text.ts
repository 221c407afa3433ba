import { stringifyExact } from "../json/exact-json";
import { asObject, asText } from "../json/json-access";
import type { RecordIn } from "../model";
import type { JsonValue } from "../model/field";

/** A block as it is read: words, or structured content such as arguments and results. */
export interface BlockText {
  readonly text: string;
  /** Shown monospaced, because it is data rather than prose. */
  readonly isData: boolean;
  readonly failed: boolean;
}

/**
 * Puts a block into words. Text blocks carry `text`, tool calls `args`, tool results `result` (text or
 * object) or `error`; reasoning may be readable, summarised or sealed by the provider; a payload of any other
 * form is shown as JSON. Source: pinocchio.md (d).
 */
export function blockTextOf(
  block: Pick<RecordIn<"blocks">, "kind" | "payload" | "error_text" | "text_preview">,
): BlockText {
  const payload = asObject(block.payload ?? undefined) ?? {};
  const error = asText(block.error_text ?? undefined) ?? asText(payload["error"]);
  if (error !== undefined) return { text: error, isData: false, failed: true };
  const text =
    asText(payload["text"]) ?? asText(payload["summary"]) ?? sealText(payload["encrypted_content"]);
  if (text !== undefined) return { text, isData: false, failed: false };
  const data = payload["args"] ?? payload["result"] ?? (isEmpty(payload) ? undefined : block.payload);
  if (data === undefined || data === null)
    return { text: block.text_preview ?? "", isData: false, failed: false };
  return { text: typeof data === "string" ? data : readable(data), isData: true, failed: false };
}

function sealText(sealed: JsonValue | undefined): string | undefined {
  const text = asText(sealed);
  return text === undefined ? undefined : `encrypted by the provider, ${text.length} characters`;
}

function isEmpty(payload: object): boolean {
  return Object.keys(payload).length === 0;
}

/** Small objects on one line as `key: value`, larger ones as JSON. */
function readable(value: JsonValue): string {
  const members = asObject(value);
  if (members === undefined) return stringifyExact(value);
  const entries = Object.entries(members);
  const isFlat = entries.every(([, member]) => typeof member !== "object" || member === null);
  if (!isFlat || entries.length > 6) return stringifyExact(value);
  return entries
    .map(([key, member]) => `${key}: ${typeof member === "string" ? member : stringifyExact(member)}`)
    .join("\n");
}
