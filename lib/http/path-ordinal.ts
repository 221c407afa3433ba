import { InvalidRequest } from "./problem-response";

/** An ordinal of the path. Throws invalid-request when it is no decimal number of 64 bits. */
export function pathOrdinal(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new InvalidRequest([
    { pointer: "/path/ordinal", code: "invalid_format", message: "expected a decimal ordinal" },
  ]);
}
