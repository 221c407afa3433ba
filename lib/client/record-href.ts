import { recordRef } from "@/lib/contracts/record-ref";

/** Address of a record inside its conversation; null when it belongs to none. */
export function recordHref(convId: string | null, ref: string): string | null {
  return convId === null
    ? null
    : `/conversations/${encodeURIComponent(convId)}?sel=${encodeURIComponent(ref)}`;
}

/** Address of what a field of a record names, if it names another record. */
export function fieldHref(convId: string | null, name: string, value: string): string | undefined {
  if (convId === null) return undefined;
  const ref = refOfField(convId, name, value);
  if (ref !== undefined) return recordHref(convId, ref) ?? undefined;
  return name === "conv_id" ? `/conversations/${encodeURIComponent(convId)}` : undefined;
}

function refOfField(convId: string, name: string, value: string): string | undefined {
  if (/(^|_)ordinal$/.test(name) || name === "twin_of") return recordRef("event", value);
  if (name === "turn_id") return recordRef("turn", convId, value);
  if (name === "model_call_id") return recordRef("model_call", convId, value);
  return undefined;
}
