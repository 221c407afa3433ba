import type { KeyOrigin } from "@/lib/domain/envelope";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { runFolderOrigin } from "../conversation-of-file";
import { runStemOf, stemOf } from "../file-names";
import type { DecodeContext, DocumentDecoder } from "../format";
import { textOf } from "../read-json";
import { runFileOf } from "../run-folder";
import { documentEnvelope, undecodableDocument } from "./document-envelope";
import { callOfResult, firstCallId } from "./inference-result";
import { geppetto, turnKeysOf } from "./turn-keys";
import { recordsOfTurnSnapshot, type TurnBlockInput } from "./turn-records";
import { readTurn, readYaml, type ReadTurn } from "./turn-text";

/**
 * A turn in a file of its own, YAML or JSON: bare (`blocks`, `metadata`, `data`), or a fixture of the runner
 * that wraps it (`version`, `turn` or the turn's members, `followups`). It has no time and no phase; the
 * conversation comes from its metadata, its correlation, the import or the file's name.
 */
export const decodeTurnDocument: DocumentDecoder = (bytes, context) => {
  const text = textOf(bytes);
  if (text === undefined) return [undecodableDocument(context, bytes, "not UTF-8")];
  const yaml = readYaml(text);
  const root = asObject(yaml.value);
  if (root === undefined) return [undecodableDocument(context, bytes, yaml.fault ?? "not an object")];
  const turn = readTurn(root["turn"] ?? root, yaml.warnings);
  const keys = turnKeysOf(turn.metadata);
  const run_id = runOf(turn.blocks);
  const conversation = conversationOf({ session_id: keys.session_id, run_id, context });
  const named = turn.id ?? turnOfBlocks(turn.blocks);
  const turn_id =
    named === undefined
      ? `${conversation.conv_id}:${stemOf(context.name)}`
      : turnOfRun(named, runFileOf(context.name)?.turn_index ?? 1);
  const result = asObject(geppetto(asObject(turn.metadata) ?? {}, "inference_result"));
  const { conv_id } = conversation;
  return [
    documentEnvelope(context, {
      item: 1,
      bytes,
      type: "turn.document",
      conv_id,
      session_id: keys.session_id,
      turn_id,
      run_id: keys.inference_id ?? run_id,
      event_id: turn_id,
      records: [
        ...recordsOfTurnSnapshot({
          ...turn,
          conv_id,
          turn_id,
          run_id: run_id ?? keys.inference_id,
          phase: phaseOf(context.name, result),
          snapshot_at_ms: 0,
          payload: text,
        }),
        ...followups(root, { conv_id, turn_id }, turn),
        ...(result === undefined || run_id === undefined
          ? []
          : [callOfRun(result, { conv_id, turn_id, run_id })]),
      ],
      fault: turn.fault,
      key_origins: { conv_id: conversation.origin },
    }),
  ];
};

/** Prompts that a fixture sends after its turn: one snapshot each, of the input alone. */
function followups(
  root: JsonObject,
  keys: { readonly conv_id: string; readonly turn_id: string },
  turn: ReadTurn,
): RecordChange[] {
  return (asArray(root["followups"]) ?? []).flatMap((block, i) => {
    const { blocks } = readTurn({ blocks: [block] });
    const { conv_id, turn_id } = keys;
    return recordsOfTurnSnapshot({
      conv_id,
      turn_id: turnOfRun(turn_id, i + 2),
      phase: "input",
      snapshot_at_ms: 0,
      blocks: [...turn.blocks, ...blocks],
    });
  });
}

/** A runner goes on with the same turn for each follow-up, under the same id. */
function turnOfRun(turn_id: string, index: number): string {
  return index <= 1 ? turn_id : `${turn_id}#followup-${String(index - 1)}`;
}

function callOfRun(
  result: JsonObject,
  keys: { readonly conv_id: string; readonly turn_id: string; readonly run_id: string },
): RecordChange {
  return callOfResult(result, firstCallId(asText(result["provider"]) ?? "unknown", keys.run_id), keys);
}

/** Run that generated blocks name in their correlation. */
function runOf(blocks: readonly TurnBlockInput[]): string | undefined {
  return correlated(blocks, "run_id");
}

function turnOfBlocks(blocks: readonly TurnBlockInput[]): string | undefined {
  return correlated(blocks, "turn_id");
}

function correlated(blocks: readonly TurnBlockInput[], name: string): string | undefined {
  for (const { payload } of blocks) {
    const value = asText(asObject(asObject(payload)?.["correlation"])?.[name]);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Conversation of a file that need not name one, and how it is known. */
export function conversationOf(known: {
  readonly session_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly context: DecodeContext;
}): { readonly conv_id: string; readonly origin: KeyOrigin } {
  const { session_id, run_id, context } = known;
  if (context.conv_id !== undefined)
    return { conv_id: context.conv_id, origin: { how: "explicit", rule: "named for the import" } };
  const stem = runStemOf(context.name);
  const hinted = [session_id, run_id, stem].map((id) =>
    id === undefined ? undefined : context.folder?.conversations.get(id),
  );
  const byFolder = hinted.find((conversation) => conversation !== undefined);
  if (byFolder !== undefined)
    return { conv_id: byFolder, origin: { how: "derived", rule: "a file of the same run names it" } };
  if (session_id !== undefined)
    return { conv_id: session_id, origin: { how: "derived", rule: "session of the turn" } };
  if (run_id !== undefined) return { conv_id: run_id, origin: { how: "derived", rule: "run of the turn" } };
  const { folder } = context;
  if (folder?.run !== undefined)
    return folder.only_conversation === undefined
      ? { conv_id: folder.run.name, origin: runFolderOrigin }
      : {
          conv_id: folder.only_conversation,
          origin: { how: "inferred", rule: "only conversation of the folder" },
        };
  return { conv_id: stem, origin: { how: "inferred", rule: "file name" } };
}

/** Names that the runner gives to its files tell the phase; a turn with a result was written at its end. */
function phaseOf(name: string, result: JsonObject | undefined): string {
  const stem = stemOf(name);
  if (stem.startsWith("final_turn") || result !== undefined) return "final";
  return /(?:^|-)input(?:_turn)?$/.test(stem) ? "input" : "snapshot";
}
