import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportOptions, ImportReport } from "../ingest/import-run";
import type { NdjsonOptions, NdjsonReport } from "../ingest/ndjson-run";
import { errorFromPortable } from "./portable-error";
import type { WriterCall, WriterEvent, WriterReply, WriterThreadData, WriterValue } from "./writer-messages";

/** Bytes handed to the writer and not yet taken; above it new requests are refused. */
const queueLimitBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly resolve: (value: WriterValue) => void;
  readonly reject: (error: unknown) => void;
}

/** An input being written through the writer thread. */
export interface RemoteRun<Report> {
  /** Hands over a chunk (its memory goes to the writer). Resolves when the next one may come. */
  push(chunk: Uint8Array): Promise<void>;
  end(): Promise<Report>;
  abort(): void;
}

/** The server's side of the writer thread. */
export class WriterClient {
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: WriterEvent) => void>();
  #numbers = 0;
  #queuedBytes = 0;
  #failure: ConsoleError | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on("message", (message: WriterReply | WriterEvent) => {
      this.#receive(message);
    });
    worker.on("error", (error) => {
      this.#fail(new ConsoleError("internal", "The writer thread stopped.", { cause: error }));
    });
    worker.on("exit", () => {
      this.#fail(new ConsoleError("internal", "The writer thread has ended."));
    });
  }

  /** Starts the thread; resolves when it owns the store. Throws what ownStore throws. */
  static start(script: URL, data: WriterThreadData): Promise<WriterClient> {
    const client = new WriterClient(new Worker(script, { workerData: data }));
    return new Promise((resolve, reject) => {
      const stop = client.listen((event) => {
        if (event.event === "ready") resolve(client);
        else if (event.event === "failed") reject(errorFromPortable(event.error));
        else return;
        stop();
      });
    });
  }

  /** Hears what the writer tells unasked. Returns the way to stop. */
  listen(listener: (event: WriterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Throws `overloaded` when the queue is full; the sender should come back later. */
  async openNdjson(options: NdjsonOptions): Promise<RemoteRun<NdjsonReport>> {
    const id = this.#admit();
    await this.#call({ call: "open-ndjson", id, options });
    return this.#run(id, asNdjsonReport);
  }

  async openImport(id: string, options: Omit<ImportOptions, "onProgress">): Promise<RemoteRun<ImportReport>> {
    this.#admit();
    await this.#call({ call: "open-import", id, options });
    return this.#run(id, asImportReport);
  }

  async settle(): Promise<void> {
    await this.#call({ call: "settle" });
  }

  /** Makes the address known to commands that find the store locked. */
  async publish(url: string): Promise<void> {
    await this.#call({ call: "publish", url });
  }

  /** Flushes, settles, checkpoints and gives up the store. */
  async close(): Promise<void> {
    await this.#call({ call: "close" });
  }

  #admit(): string {
    if (this.#queuedBytes >= queueLimitBytes) {
      throw new ConsoleError("overloaded", "The write queue is full; send again after a pause.", {
        details: { queued_bytes: this.#queuedBytes, limit: queueLimitBytes },
      });
    }
    return randomUUID();
  }

  #run<Report>(id: string, asReport: (value: WriterValue) => Report): RemoteRun<Report> {
    return {
      push: async (chunk) => {
        // A copy of exactly these bytes: the memory behind a network chunk is shared and must not move.
        const owned = Uint8Array.from(chunk);
        this.#queuedBytes += owned.byteLength;
        try {
          await this.#call({ call: "push", id, chunk: owned }, [owned.buffer]);
        } finally {
          this.#queuedBytes -= chunk.byteLength;
        }
      },
      end: async () => asReport(await this.#call({ call: "end", id })),
      abort: () => {
        this.#call({ call: "abort", id }).catch(() => undefined);
      },
    };
  }

  #call(call: WriterCall, transfer: readonly ArrayBuffer[] = []): Promise<WriterValue> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#numbers += 1;
    const number = this.#numbers;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, call }, transfer);
    });
  }

  #receive(message: WriterReply | WriterEvent): void {
    if ("event" in message) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const waiting = this.#waiting.get(message.reply);
    this.#waiting.delete(message.reply);
    if ("error" in message) waiting?.reject(errorFromPortable(message.error));
    else waiting?.resolve(message.value);
  }

  #fail(failure: ConsoleError): void {
    this.#failure ??= failure;
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
  }
}

/** The writer answers `end` of an ndjson input with its report. */
function asNdjsonReport(value: WriterValue): NdjsonReport {
  return value as NdjsonReport;
}

/** The writer answers `end` of an import with its report. */
function asImportReport(value: WriterValue): ImportReport {
  return value as ImportReport;
}
