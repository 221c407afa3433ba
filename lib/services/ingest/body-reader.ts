import { ConsoleError } from "@/lib/domain/console-error";

/** A body that begins with something of known length, and goes on with a file. */
export class BodyReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #left: Uint8Array | undefined;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** The next bytes. Throws invalid-request when the body ends before them; `what` names them there. */
  async take(length: number, what: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      const chunk = this.#left ?? (await this.#next(what));
      parts.push(chunk.subarray(0, missing));
      this.#left = chunk.byteLength > missing ? chunk.subarray(missing) : undefined;
      missing -= Math.min(missing, chunk.byteLength);
    }
    return Buffer.concat(parts);
  }

  /** What follows, as it comes. */
  async *rest(): AsyncIterable<Uint8Array> {
    try {
      if (this.#left !== undefined) yield this.#left;
      for (let next = await this.#chunks.next(); next.done !== true; next = await this.#chunks.next())
        yield next.value;
    } finally {
      await this.close();
    }
  }

  /** Lets go of the body, so that its sender is not kept waiting by a reader who stops. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(what: string): Promise<Uint8Array> {
    const next = await this.#chunks.next();
    if (next.done === true)
      throw new ConsoleError("invalid-request", `The body ends before the ${what} that it announces do.`);
    return next.value;
  }
}
