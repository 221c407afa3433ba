import { timeOfSeq, seqRegimeOf, type KeyOrigin } from "@/lib/domain/envelope";
import { asNumber, asObject, asOrdinal, asText } from "@/lib/domain/json/json-access";
import type { DecodeStatus, SeqRegime } from "@/lib/domain/model/event";
import type { JsonValue } from "@/lib/domain/model/field";

/** What a SEM envelope says, `{"sem":true,"event":{type,id,seq,stream_id,data,metadata}}`. */
export interface SemFrame {
  readonly type: string;
  readonly event_id?: string | undefined;
  readonly seq?: bigint | undefined;
  readonly regime: SeqRegime;
  readonly stream_id?: string | undefined;
  readonly data?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
  /** Conversation that the frame itself names (`data.convId`). */
  readonly conv_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly key_origins?: Readonly<Record<string, KeyOrigin>> | undefined;
  readonly occurred_at_ms?: number | undefined;
  readonly decode_status: DecodeStatus;
  readonly decode_error?: string | undefined;
}

const turnOfUserMessage: Readonly<Record<string, KeyOrigin>> = {
  turn_id: { how: "derived", rule: "id of chat.message is user-<turn id>" },
};

/**
 * Reads a parsed SEM envelope. Frames without `sem`, `seq`, `data` or `metadata` are whole: runtimes and
 * tests write them. A missing type or an unreadable seq makes it partial, a missing event object failed.
 */
export function readSemFrame(value: JsonValue): SemFrame {
  const event = asObject(asObject(value)?.["event"]);
  if (event === undefined) return failedFrame("no event object at /event");
  const type = asText(event["type"]);
  const id = asText(event["id"]);
  const seq = asOrdinal(event["seq"]);
  const regime = seqRegimeOf(seq);
  const data = asObject(event["data"]);
  const turn =
    type === "chat.message" && id?.startsWith("user-") === true ? id.slice("user-".length) : undefined;
  const fault = faultOf(type, event["seq"], seq);
  return {
    type: type ?? "unknown",
    event_id: id,
    seq,
    regime,
    stream_id: asText(event["stream_id"]),
    data: event["data"],
    metadata: event["metadata"],
    conv_id: asText(data?.["convId"]),
    turn_id: turn,
    key_origins: turn === undefined ? undefined : turnOfUserMessage,
    occurred_at_ms: regime === "time" && seq !== undefined ? timeOfSeq(seq) : asNumber(data?.["serverTime"]),
    decode_status: fault === undefined ? "ok" : "partial",
    decode_error: fault,
  };
}

function failedFrame(fault: string): SemFrame {
  return { type: "undecodable", regime: "none", decode_status: "failed", decode_error: fault };
}

/** What identifies a frame beside its count: several frames of one source event share a seq. */
export function semIdentity(frame: Pick<SemFrame, "seq" | "type" | "event_id">): string {
  return `${String(frame.seq ?? "")}|${frame.type}|${frame.event_id ?? ""}`;
}

function faultOf(
  type: string | undefined,
  stated: JsonValue | undefined,
  seq: bigint | undefined,
): string | undefined {
  if (type === undefined) return "no type at /event/type";
  if (stated !== undefined && stated !== null && seq === undefined) return "no 64-bit integer at /event/seq";
  return undefined;
}
