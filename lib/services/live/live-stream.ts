import { encodeSse, encodeSseRetry, sseHeartbeat } from "@/lib/http/sse";
import type { ConsoleRuntime } from "../store/console-runtime";
import { EventFeed } from "./event-feed";

/** A quiet stream says that it is alive this often. */
const heartbeatMs = 15_000;
const retryMs = 2_000;

/** Where a live tail goes on: what the browser saw last wins over the address it first asked for. */
export function resumeAfter(lastEventId: string | null, after: bigint | undefined): bigint | undefined {
  return lastEventId !== null && /^\d{1,19}$/.test(lastEventId) ? BigInt(lastEventId) : after;
}

/**
 * The live tail as a stream of server-sent events. A page is read only when the client has taken the one
 * before, so a slow client costs nothing and loses nothing.
 */
export function liveStream(runtime: ConsoleRuntime, after: bigint | undefined, signal: AbortSignal): ReadableStream<Uint8Array> {
  const feed = new EventFeed(runtime, after);
  signal.addEventListener("abort", () => {
    feed.close();
  });
  return new ReadableStream(
    {
      start: (controller) => {
        controller.enqueue(encodeSseRetry(retryMs));
      },
      pull: async (controller) => {
        const page = await feed.next(heartbeatMs);
        if (page === undefined) controller.close();
        else if (page.items.length === 0) controller.enqueue(sseHeartbeat);
        else controller.enqueue(encodeSse({ event: "events", id: page.last_ordinal, data: { items: page.items.map((item) => ({ ...item })), last_ordinal: page.last_ordinal } }));
      },
      cancel: () => {
        feed.close();
      },
    },
    { highWaterMark: 1 },
  );
}
