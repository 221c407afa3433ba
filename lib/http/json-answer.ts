import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** A JSON answer with a status of its own, for routes whose status says more than 200. */
export function jsonAnswer(
  value: JsonValue,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(stringifyExact(value), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}
