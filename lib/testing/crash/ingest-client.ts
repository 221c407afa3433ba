import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Random } from "../scenario/random";
import { isAcknowledged, type History, type SentItem } from "./history";

const reportSchema = z.object({
  results: z.array(
    z.object({
      id: z.string().nullable(),
      status: z.enum(["accepted", "duplicate", "conflict", "rejected"]),
      ordinal: z.string().nullable(),
    }),
  ),
});

/** What came of one request. */
export interface Sent {
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly retry_after: string | null;
}

/** Posts items in one request and notes what is answered about each. */
export async function send(url: string, items: readonly SentItem[]): Promise<Sent> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/ingest`, {
      method: "POST",
      headers: { connection: "close", "content-type": "application/x-ndjson" },
      body: items.map(({ line }) => `${line}\n`).join(""),
    });
    text = await response.text();
  } catch {
    // The server died or hung up: nothing is known of these items.
    return { status: undefined, retry_after: null };
  }
  if (response.status === 200 || response.status === 207 || response.status === 422) note(items, text);
  return { status: response.status, retry_after: response.headers.get("retry-after") };
}

function note(items: readonly SentItem[], text: string): void {
  const { results } = reportSchema.parse(JSON.parse(text));
  for (const [i, { id, status, ordinal }] of results.entries()) {
    const item = items[i];
    if (item === undefined || (id !== null && id !== item.id)) continue;
    item.answers.push(status);
    item.ordinal = ordinal === null ? undefined : BigInt(ordinal);
  }
}

/**
 * A sender of one stream: growing answers, a few items a request, the next only when the last is settled. It
 * repeats whatever it heard nothing of, with the same identity and bytes, as real senders do.
 */
export class StreamClient {
  #seq = 0n;
  #open: SentItem[] = [];

  constructor(
    private readonly history: History,
    private readonly random: Random,
    private readonly conv: string,
  ) {}

  /** Sends until the server is gone or `isOver` says so. Reads some of its own writes. */
  async run(url: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (this.#open.length === 0) this.#open = this.#next();
      const { status } = await send(url, this.#open);
      if (status === undefined) return;
      if (status >= 500) await pause(20);
      this.#open = this.#open.filter((item) => !isAcknowledged(item));
      if (this.random.chance(0.1)) await this.#readBack(url);
    }
  }

  /** Sends what is still open until it is acknowledged. */
  async settle(url: string): Promise<void> {
    for (let tries = 0; this.#open.length > 0; tries += 1) {
      if (tries > 200) throw new Error("the server takes nothing in");
      await send(url, this.#open);
      this.#open = this.#open.filter((item) => !isAcknowledged(item));
      if (this.#open.length > 0) await pause(20);
    }
  }

  async #readBack(url: string): Promise<void> {
    const item = this.history.items.findLast(
      ({ id, ordinal }) => id.startsWith(`${this.conv}-`) && ordinal !== undefined,
    );
    if (item?.ordinal === undefined || !isAcknowledged(item)) return;
    try {
      const response = await fetch(`${url}/envelope?ordinal=${String(item.ordinal)}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status === 404 || (response.ok && !bytes.equals(item.bytes))) this.history.stale += 1;
    } catch {
      // The server died meanwhile: the end of the run tells.
    }
  }

  #next(): SentItem[] {
    return Array.from({ length: this.random.int(1, 6) }, () => {
      this.#seq += 1n;
      const round = this.#seq / 40n;
      const id = `m${String(round)}`;
      const place = Number(this.#seq % 40n);
      const text = "so it goes on and on ".repeat(place);
      const event =
        place === 0
          ? { type: "llm.start", id, data: { id, role: "assistant" } }
          : place === 39
            ? { type: "llm.final", id, data: { id, text } }
            : { type: "llm.delta", id, data: { id, delta: "on ", cumulative: text } };
      // A new conversation every two rounds keeps what has to be read again after a restart small.
      const conv = `${this.conv}.${String(round / 2n)}`;
      return this.history.add(`${this.conv}-${String(this.#seq)}`, conv, this.#seq, event);
    });
  }
}
