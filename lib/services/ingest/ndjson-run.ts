import { NativeDecoder } from "@/lib/ingest/native";
import { LineSplitter } from "@/lib/ingest/split-lines";
import { Batcher } from "./batcher";
import type { CommitQueue } from "./commit-queue";
import type { ItemOutcome } from "./ingest-item";
import type { InputRun, RunCounts } from "./input-run";
import { ingestSourceOf } from "./source-name";
import { Tally } from "./tally";

export interface NdjsonOptions {
  /** Emitter for lines that name none (header X-Ingest-Source). */
  readonly source?: string | undefined;
  readonly conv_id?: string | undefined;
  /** Report every line, not only those that were refused, in conflict or stored with a remark. */
  readonly all_results: boolean;
  readonly max_line_bytes: number;
}

export interface NdjsonReport {
  readonly counts: RunCounts;
  readonly results: readonly ItemOutcome[];
  /** What the sender's clock showed, epoch ms, when a header line said it. */
  readonly sent_at_ms?: number | undefined;
}

/** Outcomes listed at most; the counts always cover all. */
const resultLimit = 10_000;

/** Native ingest: one request body of lines, stored as they come, with the outcome of each line. */
export class NdjsonRun implements InputRun<NdjsonReport> {
  readonly #tally = new Tally();
  readonly #results: ItemOutcome[] = [];
  #nextLine = 1;
  readonly #batcher: Batcher;
  readonly #splitter: LineSplitter;
  readonly #decoder: NativeDecoder;

  constructor(
    queue: CommitQueue,
    private readonly options: NdjsonOptions,
  ) {
    this.#decoder = new NativeDecoder({
      name: "request",
      source_path: "http_ingest",
      conv_id: options.conv_id,
      source: options.source,
    });
    this.#splitter = new LineSplitter(options.max_line_bytes);
    this.#batcher = new Batcher(queue, {
      decode: ({ bytes, number }) => this.#decoder.decode(bytes, number),
      sourceOf: ingestSourceOf(options.source),
      onOutcomes: (outcomes) => {
        this.#record(outcomes);
      },
    });
  }

  async push(chunk: Uint8Array): Promise<void> {
    await this.#batcher.add(this.#splitter.push(chunk));
  }

  async end(): Promise<NdjsonReport> {
    await this.#batcher.add(this.#splitter.end());
    await this.#batcher.drain();
    return { counts: this.#tally.counts, results: this.#results, sent_at_ms: this.#decoder.sentAtMs };
  }

  /** Batches are stored in order; where one failed the next may be stored all the same, which harms nobody. */
  async firstUnstored(): Promise<number> {
    await this.#batcher.arrive();
    return this.#nextLine;
  }

  #record(outcomes: readonly ItemOutcome[]): void {
    this.#tally.add(outcomes);
    if (!this.#batcher.hasFailed) this.#nextLine = (outcomes.at(-1)?.line ?? this.#nextLine - 1) + 1;
    for (const outcome of outcomes) {
      const listed = this.options.all_results || outcome.code !== undefined;
      if (listed && this.#results.length < resultLimit) this.#results.push(outcome);
    }
  }
}
