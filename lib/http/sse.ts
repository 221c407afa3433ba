import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** One message of a server-sent event stream. `id` is what the browser sends back when it reconnects. */
export interface SseMessage {
  readonly event: string;
  readonly id?: string;
  readonly data: JsonValue;
}

const encoder = new TextEncoder();

/** Writes a message; JSON has no line feeds, so the data is one line. */
export function encodeSse({ event, id, data }: SseMessage): Uint8Array {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return encoder.encode(`event: ${event}\n${idLine}data: ${stringifyExact(data)}\n\n`);
}

/** A comment that keeps proxies and sockets awake. */
export const sseHeartbeat = encoder.encode(": alive\n\n");

/** Milliseconds after which a browser reconnects. */
export function encodeSseRetry(ms: number): Uint8Array {
  return encoder.encode(`retry: ${String(ms)}\n\n`);
}

export const sseHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
} as const;
