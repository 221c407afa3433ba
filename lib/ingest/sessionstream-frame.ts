import { seqRegimeOf } from "@/lib/domain/envelope";
import { asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { DecodeStatus, EnvelopeClass, SeqRegime } from "@/lib/domain/model/event";
import type { JsonValue } from "@/lib/domain/model/field";

/** What one frame of the sessionstream protocol says (WebSocket or RPC line). */
export interface SessionstreamFrame {
  readonly class: EnvelopeClass;
  /** Name of the event; `ws.<member>` for frames about the socket itself. */
  readonly type: string;
  readonly event_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly request_id?: string | undefined;
  readonly seq?: bigint | undefined;
  readonly regime: SeqRegime;
  readonly data?: JsonValue | undefined;
  readonly decode_status: DecodeStatus;
  readonly decode_error?: string | undefined;
  /** Identity of an event inside its session; undefined for frames about the socket. */
  readonly identity?: string | undefined;
  readonly twin_identity?: string | undefined;
}

/** Members of a frame that carry an event; the others are about the socket. */
const eventMembers = ["uiEvent", "backendEvent"] as const;
const socketMembers = [
  "hello",
  "snapshot",
  "subscribed",
  "unsubscribed",
  "error",
  "ping",
  "pong",
  "done",
] as const;

/** Whether an object is a frame of this protocol. */
export function isSessionstreamFrame(value: JsonValue | undefined): boolean {
  const frame = asObject(value);
  return (
    frame !== undefined &&
    [...eventMembers, ...socketMembers].some((member) => asObject(frame[member]) !== undefined)
  );
}

/** Reads a parsed frame; unknown members are kept as `ws.<member>`. */
export function readSessionstreamFrame(value: JsonValue): SessionstreamFrame {
  const frame = asObject(value);
  if (frame === undefined) return failed("not an object");
  const pipeline = asObject(frame["pipeline"]);
  if (pipeline !== undefined) return readPipelineRecord(pipeline, frame);
  for (const member of eventMembers) {
    const event = asObject(frame[member]);
    if (event !== undefined) return readEvent(member, event, frame);
  }
  const member =
    socketMembers.find((name) => frame[name] !== undefined) ??
    Object.keys(frame).find((name) => asObject(frame[name]));
  if (member === undefined) return failed("no frame member");
  const body = asObject(frame[member]);
  return {
    class: "record",
    type: `ws.${member}`,
    event_id: asText(body?.["connectionId"]),
    session_id: asText(body?.["sessionId"]) ?? asText(frame["sessionId"]),
    request_id: asText(frame["requestId"]),
    regime: "none",
    data: frame[member],
    decode_status: "ok",
  };
}

/** A record of the debug API of May 2026 about what the store did with a backend event. */
function readPipelineRecord(pipeline: JsonObject, record: JsonObject): SessionstreamFrame {
  const { event, payload } = pipeline;
  return readEvent(
    "backendEvent",
    { name: event ?? null, ordinal: record["ordinal"] ?? null, payload: payload ?? null },
    record,
  );
}

function readEvent(
  member: (typeof eventMembers)[number],
  event: JsonObject,
  frame: JsonObject,
): SessionstreamFrame {
  const name = asText(event["name"]);
  const stated = event["eventOrdinal"] ?? event["ordinal"];
  const seq = asOrdinal(stated);
  const payload = withoutTypeUrl(event["payload"]);
  const body = asObject(payload);
  const correlation = asObject(body?.["correlation"]);
  const where = `${String(seq ?? "")}|${name ?? ""}`;
  const fault = faultOf(member, name, stated, seq);
  return {
    class: "event",
    type: name ?? "unknown",
    event_id: body === undefined ? undefined : subjectOf(body, correlation),
    session_id:
      asText(event["sessionId"]) ?? asText(frame["sessionId"]) ?? asText(correlation?.["sessionId"]),
    turn_id: asText(correlation?.["turnId"]),
    run_id: asText(correlation?.["runId"]),
    request_id: asText(frame["requestId"]),
    seq,
    regime: seqRegimeOf(seq),
    data: payload,
    identity: member === "uiEvent" ? `ui|${where}` : `db|${where}`,
    twin_identity: seq === undefined ? undefined : member === "uiEvent" ? `db|${where}` : `ui|${where}|1`,
    decode_status: fault === undefined ? "ok" : "partial",
    decode_error: fault,
  };
}

/** Id of what an event is about, as its payload names it. */
export function subjectOf(payload: JsonObject, correlation: JsonObject | undefined): string | undefined {
  return (
    asText(payload["toolCallId"]) ??
    asText(payload["messageId"]) ??
    asText(payload["instanceId"]) ??
    asText(correlation?.["providerCallId"]) ??
    asText(correlation?.["segmentId"]) ??
    asText(correlation?.["runId"])
  );
}

/** A payload is a protobuf Any: `@type` names its message, which the event's name says already. */
function withoutTypeUrl(payload: JsonValue | undefined): JsonValue | undefined {
  const body = asObject(payload);
  if (body?.["@type"] === undefined) return payload;
  const { "@type": _typeUrl, ...members } = body;
  return members;
}

function faultOf(
  member: string,
  name: string | undefined,
  stated: JsonValue | undefined,
  seq: bigint | undefined,
): string | undefined {
  if (name === undefined) return `no name at /${member}/name`;
  if (stated !== undefined && stated !== null && seq === undefined)
    return `no 64-bit integer at /${member}/eventOrdinal`;
  return undefined;
}

function failed(fault: string): SessionstreamFrame {
  return {
    class: "event",
    type: "undecodable",
    regime: "none",
    decode_status: "failed",
    decode_error: fault,
  };
}
