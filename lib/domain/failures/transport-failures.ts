import { asText } from "../json/json-access";
import { timeOf } from "../projection/fold-event";
import { classify } from "./classify";
import type { ConversationView } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import { firstKnown } from "./first-known";
import { fieldsOf } from "./run-evidence";
import type { FailureCode } from "./taxonomy";
import type { TurnIndex } from "./turn-index";

/** A server notes that it drops a socket within this time of the socket's end. */
const sameDrop_ms = 5_000;

/** Failures of sockets, HTTP exchanges and of the numbering of streams. */
export function findTransportFailures(view: ConversationView, index: TurnIndex): FailureDraft[] {
  return [
    ...droppedSockets(view, index),
    ...protocolErrors(view),
    ...failedRequests(view, index),
    ...gaps(view),
  ];
}

/**
 * Sockets that were cut off while the conversation went on. An abnormal close at the end of everything is
 * how recordings end: the process was gone, which the run that it took along shows.
 */
function droppedSockets(view: ConversationView, index: TurnIndex): FailureDraft[] {
  const last = Math.max(
    ...[...view.turns, ...view.model_calls].map((row) => row.finished_at_ms ?? row.occurred_at_ms ?? 0),
  );
  return view.ws_sessions.flatMap((socket): FailureDraft[] => {
    const closed = socket.disconnected_at_ms;
    if (typeof closed !== "number") return [];
    const note = view.events.find(
      (event) =>
        event.dialect === "log" && isDrop(event) && Math.abs((timeOf(event) ?? 0) - closed) < sameDrop_ms,
    );
    const abnormal = socket.close_code === 1006 || socket.close_code === 1011 || socket.close_code === 1013;
    if (note === undefined && (!abnormal || last <= closed + 1_000)) return [];
    const text = note === undefined ? undefined : asText(fieldsOf(note)["message"]);
    const turn = index.at(closed);
    return [
      {
        rule: "dropped-socket",
        subject: socket.socket_id,
        code: text === undefined ? "transport.ws_closed" : classify({ context: "transport", text }),
        message:
          text ?? `closed with code ${String(socket.close_code ?? 1006)} while the conversation went on`,
        at_ms: closed,
        turn_id: turn?.turn_id,
        ordinal: note?.ordinal ?? socket.ordinal ?? undefined,
        key_origins:
          turn === undefined
            ? undefined
            : { turn_id: { how: "inferred", rule: "turn under way at the time of the close" } },
        causes:
          text === undefined
            ? []
            : [
                {
                  message: `socket closed with code ${String(socket.close_code ?? "none")}`,
                  code: "transport.ws_closed",
                },
              ],
      },
    ];
  });
}

function isDrop(event: ConversationView["events"][number]): boolean {
  return /dropping connection/i.test(asText(fieldsOf(event)["message"]) ?? "");
}

/** Whether a log line only repeats what a dropped socket shows. */
export function isSocketLog(event: ConversationView["events"][number], view: ConversationView): boolean {
  return (
    isDrop(event) &&
    view.ws_sessions.some(
      ({ disconnected_at_ms }) =>
        typeof disconnected_at_ms === "number" &&
        Math.abs((timeOf(event) ?? 0) - disconnected_at_ms) < sameDrop_ms,
    )
  );
}

function protocolErrors(view: ConversationView): FailureDraft[] {
  return view.events.flatMap((event): FailureDraft[] => {
    if (event.dialect !== "sessionstream" || (event.type !== "ws.error" && event.type !== "error")) return [];
    const data = fieldsOf(event);
    const code = asText(data["code"]);
    const message = [code, asText(data["message"]), asText(data["detail"])]
      .filter((part) => part !== undefined)
      .join(": ");
    return [
      {
        rule: "socket-error-frame",
        subject: String(event.ordinal),
        code: "transport.ws_protocol_error",
        message,
        ordinal: event.ordinal,
        at_ms: timeOf(event),
        session_id: event.session_id,
      },
    ];
  });
}

function failedRequests(view: ConversationView, index: TurnIndex): FailureDraft[] {
  return view.http_requests.flatMap((request): FailureDraft[] => {
    const status = firstKnown(request.status);
    const text = firstKnown(request.error_text);
    if (status === undefined ? text === undefined : status < 400) return [];
    // A request that a panic took along is part of the panic.
    if (status === undefined && view.panics.some((panic) => panic.message === text)) return [];
    return [
      {
        rule: "failed-request",
        subject: request.http_id,
        code: codeOfRequest(request, status, text),
        ...messageOfRequest(request, status, text),
        http_status: status,
        at_ms: firstKnown(request.occurred_at_ms),
        turn_id: firstKnown(request.turn_id, index.at(request.occurred_at_ms)?.turn_id),
        session_id: firstKnown(request.session_id),
        run_id: firstKnown(request.run_id),
        request_id: firstKnown(request.request_id),
        ordinal: firstKnown(request.ordinal),
      },
    ];
  });
}

type HttpRequest = ConversationView["http_requests"][number];

function codeOfRequest(
  request: HttpRequest,
  status: number | undefined,
  text: string | undefined,
): FailureCode {
  if (status === undefined) return "transport.connection_closed";
  return classify({
    context: request.direction === "outbound" ? "provider" : "transport",
    text,
    http_status: status,
  });
}

function messageOfRequest(request: HttpRequest, status: number | undefined, text: string | undefined) {
  const where = `${request.method ?? "HTTP"} ${firstKnown(request.route, request.path) ?? ""}`.trim();
  const answer = status === undefined ? "nothing" : String(status);
  return { message: text ?? `${where} answered ${answer}`, grouped_by: `${where} ${answer} ${text ?? ""}` };
}

function gaps(view: ConversationView): FailureDraft[] {
  return view.anomalies.flatMap((anomaly): FailureDraft[] => {
    const missing = anomaly.missing_count ?? 0n;
    if (anomaly.kind !== "gap" || missing <= 0n) return [];
    return [
      {
        rule: "frame-gap",
        subject: anomaly.anomaly_id,
        code: "transport.frame_gap",
        message: `${String(missing)} numbers missing in the stream`,
        grouped_by: "numbers missing in a stream",
        ordinal: anomaly.ordinal ?? undefined,
        at_ms: anomaly.occurred_at_ms ?? undefined,
      },
    ];
  });
}
