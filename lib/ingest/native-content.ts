import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";

/** Why a line is refused, and where. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly pointer: string;
}

/** Says why a line is refused. */
export function refuse(code: string, detail: string, pointer: string): Refusal {
  return { code, detail, pointer };
}

/** What a native line carries, and by which version of its type. */
export interface NativeContent {
  readonly data?: JsonObject | undefined;
  /** Bytes that stand in the place of `data`, from `data_base64`. */
  readonly bytes?: Uint8Array | undefined;
  /** Version of the type's schema. */
  readonly v: number;
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads what a line carries; checks what is said about it. */
export function readNativeContent(line: JsonObject): NativeContent | Refusal {
  const v = line["v"] ?? 1;
  if (typeof v !== "number" || !Number.isInteger(v) || v < 1)
    return refuse("invalid-field", "v must be the version of the type, a whole number from 1", "/v");
  const tags = line["sensitivity"] ?? undefined;
  if (tags !== undefined && !isTagMap(tags))
    return refuse("invalid-field", "sensitivity must map JSON pointers to tags", "/sensitivity");
  const data = line["data"] ?? undefined;
  const encoded = line["data_base64"] ?? undefined;
  if (encoded === undefined) {
    if (data !== undefined && asObject(data) === undefined)
      return refuse("invalid-field", "data must be an object", "/data");
    return { data: asObject(data), v };
  }
  if (data !== undefined)
    return refuse("invalid-field", "a line has data or data_base64, not both", "/data_base64");
  if (typeof encoded !== "string" || encoded.length % 4 !== 0 || !base64.test(encoded))
    return refuse("invalid-field", "data_base64 must be base64 with its padding", "/data_base64");
  return { bytes: Buffer.from(encoded, "base64"), v };
}

function isTagMap(value: JsonValue): boolean {
  const tags = asObject(value);
  return (
    tags !== undefined &&
    Object.entries(tags).every(([pointer, tag]) => /^(\/|$)/.test(pointer) && typeof tag === "string")
  );
}
