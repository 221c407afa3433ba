import { asArray, asNumber, asObject, asText } from "@/lib/domain/json/json-access";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { RecordChange } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import type { Refusal } from "./native-content";
import type { NativeHead } from "./native-head";
import { recordsOfTurnSnapshot, type TurnBlockInput } from "./pinocchio/turn-records";

/** Turn and records of a `turn.snapshot` line, or why it is refused. */
export type StatedSnapshot =
  { readonly turn_id: string; readonly changes: readonly RecordChange[] } | Refusal;

/**
 * Reads `{turn_id, phase, snapshot_at_ms?, iteration?, blocks, metadata?, data?, payload?}`: the turn as it
 * stood at one phase. Blocks are hashed here, so that a block carried over has one identity.
 */
export function snapshotOfLine(head: NativeHead, conv_id: string | undefined): StatedSnapshot {
  const said = head.data ?? {};
  const turn_id = asText(said["turn_id"]) ?? head.keys.turn_id;
  if (conv_id === undefined) return missing("conv_id", "/conv_id");
  if (turn_id === undefined) return missing("turn_id", "/data/turn_id");
  const snapshot_at_ms = asNumber(said["snapshot_at_ms"]) ?? head.occurred_at_ms;
  if (snapshot_at_ms === undefined) return missing("snapshot_at_ms", "/data/snapshot_at_ms");
  const phase = asText(said["phase"]);
  if (phase === undefined) return missing("phase", "/data/phase");
  const listed = asArray(said["blocks"]);
  if (listed === undefined)
    return { code: "invalid-field", detail: "blocks must be a list", pointer: "/data/blocks" };
  const blocks: TurnBlockInput[] = [];
  for (const [at, item] of listed.entries()) {
    const block = readBlock(item);
    if (block === undefined) {
      return {
        code: "invalid-field",
        detail: "a block is an object with a kind",
        pointer: `/data/blocks/${String(at)}`,
      };
    }
    blocks.push(block);
  }
  const changes = recordsOfTurnSnapshot({
    conv_id,
    turn_id,
    phase,
    session_id: asText(said["session_id"]) ?? head.keys.session_id,
    snapshot_at_ms: Math.floor(snapshot_at_ms),
    iteration: wholeNumber(said["iteration"]),
    inference_id: asText(said["inference_id"]),
    runtime_key: asText(said["runtime_key"]),
    run_id: asText(said["run_id"]) ?? head.keys.run_id,
    trace_id: asText(said["trace_id"]) ?? head.keys.trace_id,
    metadata: said["metadata"] ?? undefined,
    data: said["data"] ?? undefined,
    payload: textOfPayload(said["payload"]),
    blocks,
  });
  return { turn_id, changes };
}

function readBlock(value: JsonValue): TurnBlockInput | undefined {
  const block = asObject(value);
  const kind = asText(block?.["kind"]);
  if (block === undefined || kind === undefined) return undefined;
  const { payload, metadata } = block;
  return {
    id: asText(block["id"]),
    kind,
    role: asText(block["role"]),
    payload: payload ?? undefined,
    metadata: metadata ?? undefined,
  };
}

function wholeNumber(value: JsonValue | undefined): number | undefined {
  const number = asNumber(value);
  return number === undefined || !Number.isSafeInteger(number) ? undefined : number;
}

/** A serialised turn, as text or as the object that it is the text of. */
function textOfPayload(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : stringifyExact(value);
}

function missing(field: string, pointer: string): Refusal {
  return { code: "missing-field", detail: `turn.snapshot needs ${field}`, pointer };
}
