import { hash } from "node:crypto";
import { asArray, asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordIn } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import { providerErrorText } from "@/lib/domain/projection/provider-error-text";
import { providerUsage } from "@/lib/domain/projection/provider-usage";
import { readJson } from "../read-json";
import type { ExchangeKeys, ExchangeStatement } from "./run-exchange";

/** A body as a recorder kept it. */
interface Body {
  /** Its JSON value, or its text. */
  readonly value: JsonValue | undefined;
  /** SHA-256 of its bytes; absent where the recorder kept a value and not the bytes. */
  readonly sha256?: string | undefined;
  readonly bytes?: number | undefined;
}

/** Hosts of providers by their OpenTelemetry names; any other host may be a gateway to whatever provider. */
const providers: readonly (readonly [host: RegExp, name: string])[] = [
  [/(?:^|\.)openai\.com$/, "openai"],
  [/(?:^|\.)anthropic\.com$/, "anthropic"],
  [/(?:^|\.)googleapis\.com$/, "gcp.gemini"],
];

/** What a recorded request states: the exchange, and what the call was asked with. */
export function requestRecords(
  root: JsonObject,
  keys: ExchangeKeys,
  isKnownCall: boolean,
): ExchangeStatement {
  const { http_id, ...of } = keys;
  const { conv_id, turn_id } = keys;
  const path = asText(root["url"]);
  const url = path === undefined ? null : URL.parse(path);
  const body = bodyOf(root["body"]);
  const said = asObject(body.value);
  const call: RecordIn<"model_calls"> = {
    ...of,
    // What the runtime's events call their provider is left to them.
    provider: isKnownCall ? undefined : providers.find(([host]) => host.test(url?.hostname ?? ""))?.[1],
    request_model: asText(said?.["model"]),
    streaming: typeof said?.["stream"] === "boolean" ? said["stream"] : undefined,
    parameters: said === undefined ? undefined : parametersOf(said),
    request_hash: body.sha256,
    request_body: body.value,
  };
  return {
    type: "run.http_request",
    fault: path === undefined ? "no url" : undefined,
    records: [
      {
        set: "http_requests",
        row: {
          http_id,
          conv_id,
          turn_id,
          direction: "outbound",
          method: asText(root["method"]),
          path,
          request_bytes: body.bytes,
          user_agent: headerOf(root, "user-agent"),
        },
      },
      { set: "model_calls", row: call },
    ],
  };
}

/** What a recorded response states: how the exchange ended, and what the answer says of itself. */
export function responseRecords(root: JsonObject, keys: ExchangeKeys): ExchangeStatement {
  const { http_id, ...of } = keys;
  const { conv_id, turn_id } = keys;
  const status = asNumber(root["status"]);
  const body = bodyOf(root["body"]);
  const said = asObject(body.value);
  const date = Date.parse(headerOf(root, "date") ?? "");
  const occurred_at_ms = Number.isNaN(date) ? undefined : date;
  const error =
    status === undefined || status < 400 ? undefined : providerErrorText(said?.["error"] ?? body.value);
  const call: RecordIn<"model_calls"> = {
    ...of,
    response_hash: body.sha256,
    response_body: body.value,
    ...(said === undefined ? {} : answerFacts(said)),
    ...(status === undefined || status < 400
      ? {}
      : { status: "failed", error_code: String(status), error_message: error }),
  };
  return {
    type: "run.http_response",
    occurred_at_ms,
    fault: status === undefined ? "no status" : undefined,
    records: [
      {
        set: "http_requests",
        row: {
          http_id,
          conv_id,
          turn_id,
          direction: "outbound",
          status,
          response_bytes: body.bytes,
          error_text: error,
          occurred_at_ms,
        },
      },
      { set: "model_calls", row: call },
    ],
  };
}

/** What an answer that came whole says of itself, in the words of any of the providers. */
function answerFacts(answer: JsonObject): Partial<RecordIn<"model_calls">> {
  const counted = providerUsage(answer["usage"] ?? answer["usageMetadata"]);
  return {
    response_id: asText(answer["id"]) ?? asText(answer["responseId"]),
    response_model: asText(answer["model"]) ?? asText(answer["modelVersion"]),
    ...counted?.usage,
    reasoning_tokens: counted?.reasoning_tokens,
    finish_reason: finishOf(answer),
  };
}

/**
 * The recorder keeps a body as text, or as the value of its JSON, whose bytes are gone. A replacement character says
 * that the text is not what was sent either.
 */
function bodyOf(value: JsonValue | undefined): Body {
  if (typeof value !== "string") return { value };
  const bytes = Buffer.from(value, "utf8");
  const reading = readJson(bytes);
  const said = reading.ok ? reading.value : value === "" ? undefined : value;
  if (value.includes("\uFFFD")) return { value: said };
  return { value: said, sha256: hash("sha256", bytes, "hex"), bytes: bytes.byteLength };
}

/** Members of a request that are what was said, not how to answer. */
const contents = new Set([
  "model",
  "stream",
  "messages",
  "input",
  "instructions",
  "system",
  "prompt",
  "contents",
  "systemInstruction",
  "system_instruction",
  "tools",
  "functions",
]);

function parametersOf(request: JsonObject): JsonValue | undefined {
  const members = Object.entries(request).filter(([name, value]) => !contents.has(name) && value !== null);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function finishOf(answer: JsonObject): string | undefined {
  const choice = asObject(asArray(answer["choices"])?.[0]);
  const candidate = asObject(asArray(answer["candidates"])?.[0]);
  return (
    asText(answer["stop_reason"]) ??
    asText(choice?.["finish_reason"]) ??
    asText(candidate?.["finishReason"]) ??
    asText(asObject(answer["incomplete_details"])?.["reason"])
  );
}

/** First value of a header, whose name is written as in Go: `{Name: [value, ...]}`. */
function headerOf(root: JsonObject, name: string): string | undefined {
  const found = Object.entries(asObject(root["headers"]) ?? {}).find(([key]) => key.toLowerCase() === name);
  return asText(asArray(found?.[1])?.[0] ?? found?.[1]);
}
