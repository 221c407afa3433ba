import { Worker } from "node:worker_threads";
import { ConsoleError } from "@/lib/domain/console-error";
import { errorFromPortable } from "../store/portable-error";
import type { ExportReply, ExportRequest, ExportThreadData } from "./export-messages";

/** Bundles written at one time: each holds its conversation in memory. */
const exportsAtOnce = 2;

/** Bundles of a running server, each written by a thread of its own (`export-thread.ts`, whose file is `script`). */
export class BundleExports {
  #running = 0;

  constructor(
    private readonly script: URL,
    /** File of the store. */
    private readonly path: string,
  ) {}

  /**
   * The bundle of a conversation as a stream that is written as fast as it is read. Resolves with the first part made, so
   * that what cannot be exported is refused before anything is answered: conversation-not-found, envelope-damaged,
   * overloaded while as many are written as may be.
   */
  async stream(convId: string): Promise<ReadableStream<Uint8Array>> {
    if (this.#running >= exportsAtOnce)
      throw new ConsoleError(
        "overloaded",
        "Other bundles are being written; ask again when they have been taken.",
      );
    const thread = this.#start({ path: this.path, conv_ids: [convId] });
    const first = await thread.next();
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (first !== undefined) controller.enqueue(first);
      },
      pull: async (controller) => {
        const next = await thread.next();
        if (next === undefined) controller.close();
        else controller.enqueue(next);
      },
      cancel: () => thread.stop(),
    });
  }

  #start(data: ExportThreadData): ExportThread {
    this.#running += 1;
    return new ExportThread(new Worker(this.script, { workerData: data }), () => {
      this.#running -= 1;
    });
  }
}

/** The server's side of one thread. */
class ExportThread {
  #hasEnded = false;
  #answer: { resolve: (chunk: Uint8Array | undefined) => void; reject: (error: unknown) => void } | undefined;

  constructor(
    private readonly worker: Worker,
    onEnd: () => void,
  ) {
    worker.on("message", (reply: ExportReply) => {
      if ("error" in reply) this.#answer?.reject(errorFromPortable(reply.error));
      else this.#answer?.resolve("chunk" in reply ? reply.chunk : undefined);
    });
    worker.on("error", (cause) => {
      this.#answer?.reject(new ConsoleError("internal", "The bundle could not be written.", { cause }));
    });
    worker.on("exit", () => {
      this.#hasEnded = true;
      this.#answer?.reject(endedEarly());
      onEnd();
    });
  }

  /** The next part; undefined at the end. One question at a time. */
  next(): Promise<Uint8Array | undefined> {
    if (this.#hasEnded) return Promise.reject(endedEarly());
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.worker.postMessage({ ask: "next" } satisfies ExportRequest);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

function endedEarly(): ConsoleError {
  return new ConsoleError("internal", "The thread that writes the bundle has ended.");
}
