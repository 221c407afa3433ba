import { recordKinds, type RecordKind } from "./vocabulary";

/**
 * A stable reference to one record, `kind:id`. Parts of a composite id are joined by `/`; a slash or
 * percent sign inside a part is percent-encoded, so ids may hold any text.
 *
 *   event:48211                                   ordinal
 *   entity:<conv_id>/<entity_id>/<kind>/<origin>
 *   snapshot:<conv_id>/<turn_id>/<phase>/<snapshot_at_ms>
 *   turn:<conv_id>/<turn_id>   model_call:<conv_id>/<call_id>   tool_call:<conv_id>/<tool_call_id>
 */
export interface RecordRef {
  readonly kind: RecordKind;
  readonly parts: readonly string[];
}

/** Prints a reference. */
export function recordRef(kind: RecordKind, ...parts: readonly (string | number | bigint)[]): string {
  return `${kind}:${parts.map((part) => String(part).replace(/[%/]/g, encodeURIComponent)).join("/")}`;
}

/** Reads a reference; undefined when it is none. */
export function parseRecordRef(ref: string): RecordRef | undefined {
  const colon = ref.indexOf(":");
  const kind = recordKinds.find((candidate) => candidate === ref.slice(0, colon));
  if (kind === undefined) return undefined;
  const parts = ref
    .slice(colon + 1)
    .split("/")
    .map((part) => part.replace(/%25|%2F/gi, decodeURIComponent));
  return parts.some((part) => part === "") ? undefined : { kind, parts };
}
