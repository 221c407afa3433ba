import type { Tone } from "@/components/ui/status";
import type { HttpRequestRow, TransportItem, WsSessionRow } from "@/lib/contracts/transport";

/** Names of the close codes that are met (RFC 6455 7.4.1 and the IANA registry). */
const closeNames: Readonly<Record<number, string>> = {
  1000: "normal",
  1001: "going away",
  1002: "protocol error",
  1005: "no code",
  1006: "abnormal",
  1008: "policy",
  1009: "too big",
  1011: "server error",
  1012: "restart",
  1013: "try again",
};

export interface Outcome {
  readonly text: string;
  readonly tone: Tone;
}

/** How an HTTP exchange ended: its status, or that none came. */
export function httpOutcome({ status, error_text }: Pick<HttpRequestRow, "status" | "error_text">): Outcome {
  if (status === null)
    return {
      text: error_text === null ? "no status" : "no answer",
      tone: error_text === null ? "neutral" : "err",
    };
  return { text: String(status), tone: status >= 500 ? "err" : status >= 400 ? "warn" : "ok" };
}

/** How a socket ended: open, or its close code in words. 1006 means that no close frame was seen. */
export function wsOutcome({
  close_code,
  disconnected_at_ms,
}: Pick<WsSessionRow, "close_code" | "disconnected_at_ms">): Outcome {
  if (close_code === null)
    return disconnected_at_ms === null
      ? { text: "no end seen", tone: "neutral" }
      : { text: "closed", tone: "neutral" };
  const name = closeNames[close_code];
  const tone =
    close_code === 1000 || close_code === 1001
      ? "ok"
      : close_code === 1012 || close_code === 1005
        ? "warn"
        : "err";
  return { text: name === undefined ? String(close_code) : `${String(close_code)} ${name}`, tone };
}

export function outcomeOf(item: TransportItem): Outcome {
  return item.kind === "http" ? httpOutcome(item.http) : wsOutcome(item.ws);
}
