import { asArray, asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { runStemOf } from "../file-names";
import type { DocumentDecoder } from "../format";
import { conversationRecords } from "./conversation-records";
import { documentEnvelope, readDocument } from "./document-envelope";
import { callOfResult, firstCallId } from "./inference-result";
import { msOfDate } from "./row-values";
import { conversationOf } from "./turn-document";

/**
 * `<run>-inference-result.json` and `<run>-summary.json` of a runner's folder. Neither names its run: the
 * files of one run share a stem, and their events or turn say which run it is.
 */
export const decodeRunArtifact: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  if (root === undefined) return [failure];
  const stem = runStemOf(context.name);
  const run_id = context.folder?.conversations.get(stem);
  const { conv_id, origin } = conversationOf({ run_id, context });
  const isSummary = asObject(root["inference_result"]) !== undefined || "event_counts" in root;
  const result = isSummary ? asObject(root["inference_result"]) : root;
  const started_at_ms = msOfDate(asText(root["started_at"]) ?? "");
  const duration = asNumber(root["duration_ms"]);
  const ended =
    isSummary && started_at_ms !== undefined && duration !== undefined ? started_at_ms + duration : undefined;
  return [
    documentEnvelope(context, {
      item: 1,
      bytes,
      type: isSummary ? "run.summary" : "run.inference_result",
      conv_id,
      run_id,
      occurred_at_ms: ended ?? started_at_ms,
      records: [
        ...conversationRecords({
          conv_id,
          created_at_ms: started_at_ms,
          last_activity_ms: ended ?? started_at_ms,
          profile_slug: isSummary ? asText(root["profile"]) : undefined,
          title: isSummary ? asText(root["case"]) : undefined,
        }),
        ...(result === undefined
          ? []
          : [callRecord(result, { conv_id, run_id, stem, started_at_ms, ended })]),
        ...toolCalls(root, conv_id, ended),
      ],
      key_origins: { conv_id: origin },
    }),
  ];
};

function callRecord(
  result: JsonObject,
  run: {
    readonly conv_id: string;
    readonly run_id: string | undefined;
    readonly stem: string;
    readonly started_at_ms: number | undefined;
    readonly ended: number | undefined;
  },
): RecordChange {
  const { conv_id, run_id, stem, started_at_ms, ended } = run;
  // Without the run's own id the call still has one place: the run's file names.
  const call_id = firstCallId(asText(result["provider"]) ?? "unknown", run_id ?? stem);
  const call = callOfResult(result, call_id, { conv_id, run_id, occurred_at_ms: ended });
  if (call.set !== "model_calls" || started_at_ms === undefined) return call;
  return { set: "model_calls", row: { ...call.row, started_at_ms, finished_at_ms: ended } };
}

/** A summary lists the ids of the calls that the model asked for and nothing executed. */
function toolCalls(root: JsonObject, conv_id: string, at: number | undefined): RecordChange[] {
  const ids = (asArray(root["tool_call_ids"]) ?? []).map((id) => asText(id)).filter((id) => id !== undefined);
  return ids.map((tool_call_id) => ({
    set: "tool_calls",
    row: { conv_id, tool_call_id, status: "requested", requested_at_ms: at },
  }));
}
