import { asNumber, asText } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { withoutUrlCredentials } from "@/lib/domain/redaction/http-credentials";
import type { LogKeys } from "./log-keys";
import type { LogLine } from "./log-line";

/**
 * HTTP exchanges from the lines of a log: prompts that the server received, and what the engine asked of its provider at
 * its more detailed levels. An answer names no request, so it is put to the one that waits; where several wait, which
 * was answered is not known, and none of them gets a status.
 */
export class LogRequests {
  private waiting: { readonly http_id: string; readonly at: number }[] = [];
  private isMixed = false;

  /** What a line says of an exchange; `identity` is that of the line. */
  take(
    line: LogLine,
    { conv_id, session_id, request_id }: LogKeys,
    identity: string,
  ): readonly RecordChange[] {
    const { message, fields, occurred_at_ms } = line;
    const http_id = `log:${identity}`;
    const keys = { conv_id, session_id, request_id };
    switch (message) {
      case "/chat received":
        return [
          exchange({ ...keys, http_id, direction: "inbound", method: "POST", path: "/chat", occurred_at_ms }),
        ];
      case "Responses: sending request":
        if (occurred_at_ms !== undefined) this.sent(http_id, occurred_at_ms);
        return [
          exchange({
            ...keys,
            http_id,
            direction: "outbound",
            method: "POST",
            path: withoutUrlCredentials(asText(fields["url"]) ?? "") || undefined,
            request_bytes: asNumber(fields["body_len"]),
            occurred_at_ms,
          }),
        ];
      case "Responses: HTTP response received":
        return this.answered({ status: asNumber(fields["status"]) }, occurred_at_ms);
      case "Responses: HTTP request failed":
        return this.answered({ error_text: asText(fields["error"]) ?? message }, occurred_at_ms);
      case "OpenAI streaming request failed":
        return [
          exchange({
            ...keys,
            http_id,
            direction: "outbound",
            method: "POST",
            status: statusIn(asText(fields["error"])),
            error_text: asText(fields["error"]) ?? message,
            occurred_at_ms,
          }),
        ];
      default:
        return [];
    }
  }

  private sent(http_id: string, at: number): void {
    this.waiting.push({ http_id, at });
    this.isMixed ||= this.waiting.length > 1;
  }

  private answered(
    said: { readonly status?: number | undefined; readonly error_text?: string | undefined },
    at: number | undefined,
  ): readonly RecordChange[] {
    const request = this.waiting.shift();
    const isKnown = !this.isMixed;
    if (this.waiting.length === 0) this.isMixed = false;
    if (request === undefined || !isKnown) return [];
    const latency_ms = at === undefined || at < request.at ? undefined : at - request.at;
    return [exchange({ http_id: request.http_id, ...said, latency_ms })];
  }
}

type Row = Extract<RecordChange, { set: "http_requests" }>["row"];

function exchange(row: Row): RecordChange {
  return { set: "http_requests", row };
}

/** `chat completions error: status=429 body=...` */
function statusIn(error: string | undefined): number | undefined {
  const status = /\bstatus(?: code)?[=:] ?(\d{3})\b/.exec(error ?? "")?.[1];
  return status === undefined ? undefined : Number(status);
}
