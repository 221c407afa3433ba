import { z } from "zod";

const messageSchema = z.object({ ordinals: z.array(z.string()) });

/** A client that follows the log from where it was, over every death of the server. */
export class LiveTail {
  /** Ordinals in the order in which they were seen. */
  readonly seen: bigint[] = [];

  /** Reads until the server hangs up or `isOver` says so after a message. */
  async follow(url: string, isOver: () => boolean): Promise<void> {
    const end = new AbortController();
    try {
      const response = await fetch(`${url}/live?after=${String(this.seen.at(-1) ?? 0n)}`, {
        signal: end.signal,
      });
      let text = "";
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const messages = text.split("\n\n");
        text = messages.pop() ?? "";
        for (const message of messages) this.#take(message);
        if (isOver()) end.abort();
      }
    } catch {
      // Cut off, by the death of the server or by itself: it goes on from the last ordinal that it has.
    }
  }

  #take(message: string): void {
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (data === undefined) return;
    const { ordinals } = messageSchema.parse(JSON.parse(data));
    this.seen.push(...ordinals.map(BigInt));
  }
}
