import { asArray, asNumber, asObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";

/** Kinds of blocks in the order of the runtime's numbers (geppetto, `pkg/turns`). */
const kinds = ["user", "llm_text", "tool_call", "tool_use", "system", "reasoning", "other"] as const;

/** Name of a kind that is written as a number; a number that is none of them keeps its digits. */
export function blockKindName(kind: number): string {
  return kinds[kind] ?? String(kind);
}

/** Kind of a block of a serialised turn where it is a number. */
export function blockKindOf(turn: JsonValue | undefined, position: number): string | undefined {
  const block = asObject(asArray(asObject(turn)?.["blocks"])?.[position]);
  const kind = typeof block?.["kind"] === "string" ? undefined : asNumber(block?.["kind"]);
  return kind === undefined ? undefined : blockKindName(kind);
}
