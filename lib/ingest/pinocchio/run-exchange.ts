import { asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { conversationFor, type Known } from "../conversation-of-file";
import type { DocumentDecoder } from "../format";
import { runFileOf } from "../run-folder";
import { conversationRecords } from "./conversation-records";
import { documentEnvelope, readDocument } from "./document-envelope";
import { requestRecords, responseRecords } from "./provider-exchange";

/** Call and exchange of which a file of `raw/` speaks. */
export interface ExchangeKeys {
  readonly conv_id: string;
  readonly turn_id?: string | undefined;
  readonly call_id: string;
  readonly http_id: string;
}

/**
 * What a runner kept of one model call on the wire (geppetto, `pkg/inference/fixtures/rawtap.go`): request and
 * response with headers, and objects that the engine decoded. They name a turn, not a call: the events of the same
 * turn, in the folder around, tell which it was. Later calls of a turn overwrite the files of earlier ones. Headers
 * with credentials are taken out by the redaction stage.
 */
export const decodeRunExchange: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  // Under a type of its own, by which the redaction stage knows that it may hold credentials.
  if (root === undefined) return [{ ...failure, type: "run.http_undecodable" }];
  const turn_index = asNumber(root["turn_index"]) ?? runFileOf(context.name)?.turn_index ?? 1;
  const turn_id = asText(root["turn_id"]);
  const { conv_id, origin } = conversationFor(context, {
    ids: [turn_id],
    own: context.folder?.run === undefined ? turnItself(turn_id) : undefined,
  });
  const call = context.folder?.run?.calls.get(turn_index)?.at(-1);
  const call_id = call ?? `${turn_id ?? conv_id}:turn-${String(turn_index)}`;
  const keys: ExchangeKeys = { conv_id, turn_id, call_id, http_id: `${call_id}:http` };
  const said = statementOf(root, keys, call !== undefined);
  return [
    documentEnvelope(context, {
      item: 1,
      bytes,
      type: said.type,
      conv_id,
      turn_id,
      event_id: call_id,
      occurred_at_ms: said.occurred_at_ms,
      records: [
        ...conversationRecords({ conv_id, last_activity_ms: said.occurred_at_ms, has_model_calls: true }),
        ...said.records,
      ],
      fault: said.fault,
      key_origins: {
        conv_id: origin,
        ...(call === undefined ? {} : { event_id: { how: "derived", rule: "events of the same turn" } }),
      },
    }),
  ];
};

/** What one of the three kinds of files states. */
export interface ExchangeStatement {
  readonly type: string;
  readonly occurred_at_ms?: number | undefined;
  readonly records: readonly RecordChange[];
  readonly fault?: string | undefined;
}

function statementOf(root: JsonObject, keys: ExchangeKeys, isKnownCall: boolean): ExchangeStatement {
  if ("status" in root) return responseRecords(root, keys);
  if ("method" in root || "url" in root) return requestRecords(root, keys, isKnownCall);
  const name = asText(root["type"]) ?? "object";
  return { type: `run.provider_object.${name}`, records: unsent(root, name, keys) };
}

/** The engine notes a request that got no answer at all; what else it decodes stands in the stream beside it. */
function unsent(root: JsonObject, name: string, keys: ExchangeKeys): RecordChange[] {
  const error = name === "http.error" ? asText(asObject(root["object"])?.["error"]) : undefined;
  if (error === undefined) return [];
  const { conv_id, turn_id, call_id, http_id } = keys;
  return [
    { set: "http_requests", row: { http_id, conv_id, turn_id, direction: "outbound", error_text: error } },
    {
      set: "model_calls",
      row: { conv_id, turn_id, call_id, status: "failed", error_message: error },
    },
  ];
}

/** A file that was imported alone: its turn is all that it names. */
function turnItself(turn_id: string | undefined): Known | undefined {
  return turn_id === undefined
    ? undefined
    : { conv_id: turn_id, origin: { how: "inferred", rule: "turn of the file" } };
}
