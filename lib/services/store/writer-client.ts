import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { AnnotatedDemo, RemovedDemo } from "@/lib/contracts/demo";
import type { AnnotationEdit } from "@/db/records/annotation-book";
import type { RememberedRequest } from "@/db/records/remembered-requests";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportOptions, ImportReport } from "../ingest/import-run";
import type { NdjsonOptions, NdjsonReport } from "../ingest/ndjson-run";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import { limits } from "./limits";
import { errorFromPortable } from "./portable-error";
import type { WriterState } from "./store-keeper";
import type { RemoteRun, StoreWriter } from "./store-writer";
import type { WriterCall, WriterEvent, WriterReply, WriterThreadData, WriterValue } from "./writer-messages";

/** What the writer holds of one input at most before it makes the sender wait: three batches. */
const heldLimitBytes = 6 * 1024 * 1024;

interface Waiting {
  readonly resolve: (value: WriterValue) => void;
  readonly reject: (error: unknown) => void;
}

/** The server's side of the writer thread. */
export class WriterClient implements StoreWriter {
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: WriterEvent) => void>();
  #numbers = 0;
  #queuedBytes = 0;
  #isStopping = false;
  #failure: ConsoleError | undefined;
  #state: WriterState = {
    condition: "writing",
    since_ms: null,
    detail: "The writer is starting.",
    wal_bytes: null,
    last_checkpoint_at_ms: null,
  };
  /** Resolves with the reason when the thread ends, asked or not. */
  readonly ended: Promise<ConsoleError>;
  #announceEnd: (failure: ConsoleError) => void = () => undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly queueLimit: number,
  ) {
    this.ended = new Promise((resolve) => {
      this.#announceEnd = resolve;
    });
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
  static start(
    script: URL,
    data: WriterThreadData,
    queueLimit: number = limits.queue_bytes,
  ): Promise<WriterClient> {
    const client = new WriterClient(new Worker(script, { workerData: data }), queueLimit);
    return new Promise((resolve, reject) => {
      const stop = client.listen((event) => {
        if (event.event === "ready") resolve(client);
        else if (event.event === "failed") reject(errorFromPortable(event.error));
        else return;
        stop();
      });
      // A thread that cannot even load says so by its end alone.
      void client.ended.then(reject);
    });
  }

  /** Hears what the writer tells unasked. Returns the way to stop. */
  listen(listener: (event: WriterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get state(): WriterState {
    return this.#state;
  }

  /** Throws `overloaded`, here and at a push, when the queue is full; repeating the request is safe. */
  async openNdjson(options: NdjsonOptions): Promise<RemoteRun<NdjsonReport>> {
    this.#admit();
    const id = randomUUID();
    await this.#call({ call: "open-ndjson", id, options });
    return this.#run(id, asNdjsonReport, () => {
      this.#admit();
    });
  }

  async openImport(id: string, options: Omit<ImportOptions, "onProgress">): Promise<RemoteRun<ImportReport>> {
    this.#admit();
    await this.#call({ call: "open-import", id, options });
    // A file that was let in is read to its end.
    return this.#run(id, asImportReport, () => undefined);
  }

  async editIncidents(edit: IncidentEdit): Promise<IncidentEditOutcome> {
    return asEditOutcome(await this.#call({ call: "edit-incidents", edit }));
  }

  async annotateDemo(): Promise<AnnotatedDemo> {
    return asAnnotatedDemo(await this.#call({ call: "annotate-demo" }));
  }

  async removeDemo(): Promise<RemovedDemo> {
    return asRemovedDemo(await this.#call({ call: "remove-demo" }));
  }

  async editAnnotations(edit: AnnotationEdit): Promise<void> {
    await this.#call({ call: "edit-annotations", edit });
  }

  async rememberRequest(request: RememberedRequest): Promise<void> {
    await this.#call({ call: "remember-request", request });
  }

  /** Lets in nothing more: a request under way is refused with its next line. */
  stopTaking(): void {
    this.#isStopping = true;
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

  #admit(): void {
    if (this.#isStopping)
      throw new ConsoleError("overloaded", "The console is stopping; send the rest again when it is back.");
    if (this.#queuedBytes < this.queueLimit) return;
    throw new ConsoleError("overloaded", "The write queue is full; send again after a pause.", {
      details: { queued_bytes: this.#queuedBytes, limit: this.queueLimit },
    });
  }

  /** `admit` is asked before every chunk: many inputs that were let in while the queue was short can fill it. */
  #run<Report>(id: string, asReport: (value: WriterValue) => Report, admit: () => void): RemoteRun<Report> {
    let held = 0;
    const hold = (bytes: number): void => {
      this.#queuedBytes += bytes - held;
      held = bytes;
    };
    return {
      push: async (chunk) => {
        admit();
        // A copy of exactly these bytes: the memory behind a network chunk is shared and must not move.
        const owned = new Uint8Array(chunk);
        hold(held + owned.byteLength);
        await this.#call({ call: "push", id, chunk: owned }, [owned.buffer]);
        hold(Math.min(held, heldLimitBytes));
      },
      end: async () => {
        try {
          return asReport(await this.#call({ call: "end", id }));
        } finally {
          hold(0);
        }
      },
      abort: () => {
        hold(0);
        this.#call({ call: "abort", id }).catch(() => undefined);
      },
      abandon: async () => {
        try {
          return asLineNumber(await this.#call({ call: "abandon", id }));
        } finally {
          hold(0);
        }
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
      if (message.event === "state") this.#state = message.state;
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
    this.#announceEnd(failure);
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
  }
}

/** The writer answers `end` of an ndjson input with its report. */
function asNdjsonReport(value: WriterValue): NdjsonReport {
  return value as NdjsonReport;
}

/** The writer answers an edit of incidents with its outcome. */
function asEditOutcome(value: WriterValue): IncidentEditOutcome {
  return value as IncidentEditOutcome;
}

/** The writer answers with what it kept with the demo recording. */
function asAnnotatedDemo(value: WriterValue): AnnotatedDemo {
  return value as AnnotatedDemo;
}

/** The writer answers the removal of the demo recording with what went. */
function asRemovedDemo(value: WriterValue): RemovedDemo {
  return value as RemovedDemo;
}

/** The writer answers `abandon` with the number of a line. */
function asLineNumber(value: WriterValue): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The writer answers `end` of an import with its report. */
function asImportReport(value: WriterValue): ImportReport {
  return value as ImportReport;
}
