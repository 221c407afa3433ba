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
function encodeSse({ event, id, data }: SseMessage): Uint8Array {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return encoder.encode(`event: ${event}\n${idLine}data: ${stringifyExact(data)}\n\n`);
}

/** Where messages come from. `next` waits a while and answers `idle` when there was none, undefined at the end. */
export interface SseSource {
  next(patienceMs: number): Promise<SseMessage | "idle" | undefined>;
  close(): void;
}

/** A quiet stream says that it is alive this often. */
const heartbeatMs = 15_000;
const heartbeat = encoder.encode(": alive\n\n");
/** Time after which a browser that lost the stream reconnects. */
const retry = encoder.encode("retry: 2000\n\n");

const sseHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
} as const;

/**
 * Answers with a stream of server-sent events. A message is asked for only when the client has taken the one
 * before, so a slow client costs nothing; the source is closed when the client goes away.
 */
export function sseResponse(source: SseSource, signal: AbortSignal): Response {
  signal.addEventListener("abort", () => {
    source.close();
  });
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        controller.enqueue(retry);
      },
      pull: async (controller) => {
        const message = await source.next(heartbeatMs);
        if (message === undefined) controller.close();
        else controller.enqueue(message === "idle" ? heartbeat : encodeSse(message));
      },
      cancel: () => {
        source.close();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, { headers: sseHeaders });
}

/** Where a stream goes on: what the browser saw last wins over the address that it first asked for. */
export function resumeAfter(lastEventId: string | null, after: bigint | undefined): bigint | undefined {
  return lastEventId !== null && /^\d{1,19}$/.test(lastEventId) ? BigInt(lastEventId) : after;
}
