import { asObject, asText } from "../json/json-access";
import type { JsonValue } from "../model/field";

/** Text of an error as providers send it in a stream: its code belongs to it, failures are told apart by that. */
export function providerErrorText(value: JsonValue | undefined): string | undefined {
  const error = asObject(value);
  const message = asText(error?.["message"]) ?? asText(value);
  const code = asText(error?.["code"]) ?? asText(error?.["type"]) ?? asText(error?.["status"]);
  return code === undefined ? message : `${code}: ${message ?? "no message"}`;
}
