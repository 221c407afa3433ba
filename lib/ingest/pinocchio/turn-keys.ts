import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";

/** Ids that turn metadata carries under the runtime's own keys (`geppetto.<name>@v1`). */
export interface TurnKeys {
  readonly session_id?: string | undefined;
  readonly inference_id?: string | undefined;
  readonly runtime_key?: string | undefined;
  readonly trace_id?: string | undefined;
}

export function turnKeysOf(metadata: JsonValue | undefined): TurnKeys {
  const object = asObject(metadata) ?? {};
  const runtime = geppetto(object, "runtime");
  return {
    session_id: asText(geppetto(object, "session_id")) ?? asText(geppetto(object, "run_id")),
    inference_id: asText(geppetto(object, "inference_id")),
    runtime_key: asText(asObject(runtime)?.["runtime_key"]) ?? asText(runtime),
    trace_id: asText(geppetto(object, "trace_id")),
  };
}

/** Value of a metadata key of the runtime's own namespace, whatever its version. */
export function geppetto(metadata: JsonObject, name: string): JsonValue | undefined {
  const prefix = `geppetto.${name}@v`;
  const key = Object.keys(metadata).find((candidate) => candidate.startsWith(prefix));
  return key === undefined ? undefined : metadata[key];
}
