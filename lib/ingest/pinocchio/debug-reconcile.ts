import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { DecodeContext } from "../format";
import { documentEnvelope } from "./document-envelope";
import { failureOf } from "./record-setting";

/** The answer of `reconcile`: which events the store handed on that no socket was given. */
export function reconcileEnvelope(root: JsonObject, bytes: Uint8Array, context: DecodeContext): Envelope {
  const conv_id = context.conv_id ?? asText(root["sessionId"]);
  const missing = asArray(root["missingTransportFanout"]) ?? [];
  return documentEnvelope(context, {
    item: 1,
    bytes,
    type: "debug.reconcile",
    conv_id,
    session_id: conv_id,
    records:
      missing.length === 0
        ? []
        : [
            failureOf(root, { line: 1, bytes }, conv_id, {
              step: "reconcile",
              code: "transport.frame_gap",
              text: `${String(missing.length)} events were handed on and reached no socket, from ordinal ${asText(missing[0]) ?? "unknown"}`,
            }),
          ],
  });
}
