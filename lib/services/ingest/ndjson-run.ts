import { ConsoleError } from "@/lib/domain/console-error";
import type { Rejection } from "@/lib/domain/envelope";
import { NativeDecoder } from "@/lib/ingest/native";
import { LineSplitter, type Line } from "@/lib/ingest/split-lines";
import { Batcher } from "./batcher";
import type { CommitQueue } from "./commit-queue";
import { FarTimesWatch, type FarTimes } from "./far-times";
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
  /** Lines behind it are refused with payload-too-large, once those before are durable; none are without it. */
  readonly max_lines?: number | undefined;
}

/** What became of a line, its SHA-256 in hex. */
export interface LineResult extends Omit<ItemOutcome, "sha256"> {
  readonly sha256?: string | undefined;
}

export interface NdjsonReport {
  readonly counts: RunCounts;
  readonly results: readonly LineResult[];
  /** Outcomes that would be listed too, if the list were longer. */
  readonly results_left_out: number;
  /** Absent when all times are near this console's clock. */
  readonly far_times?: FarTimes | undefined;
  /** What the sender's clock showed, epoch ms, when a header line said it. */
  readonly sent_at_ms?: number | undefined;
}

/** Outcomes listed at most; the counts always cover all. */
const resultLimit = 10_000;

/** Native ingest: one request body of lines, stored as they come, with the outcome of each line. */
export class NdjsonRun implements InputRun<NdjsonReport> {
  readonly #tally = new Tally();
  readonly #results: LineResult[] = [];
  #leftOut = 0;
  readonly #times: FarTimesWatch;
  #nextLine = 1;
  readonly #batcher: Batcher;
  readonly #splitter: LineSplitter;
  readonly #decoder: NativeDecoder;

  constructor(
    queue: CommitQueue,
    private readonly options: NdjsonOptions,
    clock: () => number,
  ) {
    this.#times = new FarTimesWatch(clock, "as it happens");
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
      onItem: (item) => {
        this.#times.see(item);
      },
      onOutcomes: (outcomes) => {
        this.#record(outcomes);
      },
    });
  }

  async push(chunk: Uint8Array): Promise<void> {
    await this.#add(this.#splitter.push(chunk));
  }

  async end(): Promise<NdjsonReport> {
    await this.#add(this.#splitter.end());
    await this.#batcher.drain();
    return {
      counts: this.#tally.counts,
      results: this.#results,
      results_left_out: this.#leftOut,
      far_times: this.#times.found,
      sent_at_ms: this.#decoder.sentAtMs,
    };
  }

  /** Batches are stored in order; where one failed the next may be stored all the same, which harms nobody. */
  async firstUnstored(): Promise<number> {
    await this.#batcher.arrive();
    return this.#nextLine;
  }

  /** Takes lines up to the last that a request may have. */
  async #add(lines: readonly (Line | Rejection)[]): Promise<void> {
    const { max_lines = Number.POSITIVE_INFINITY } = this.options;
    const last = lines.at(-1);
    if (last === undefined || placeOf(last) <= max_lines) return this.#batcher.add(lines);
    await this.#batcher.add(lines.filter((line) => placeOf(line) <= max_lines));
    await this.#batcher.drain();
    this.#nextLine = max_lines + 1;
    throw new ConsoleError("payload-too-large", `A request may have ${String(max_lines)} lines.`, {
      details: { limit: max_lines },
    });
  }

  #record(outcomes: readonly ItemOutcome[]): void {
    this.#tally.add(outcomes);
    if (!this.#batcher.hasFailed) this.#nextLine = (outcomes.at(-1)?.line ?? this.#nextLine - 1) + 1;
    for (const outcome of outcomes) {
      const listed = this.options.all_results || outcome.code !== undefined;
      if (!listed) continue;
      if (this.#results.length < resultLimit) this.#results.push(lineResult(outcome));
      else this.#leftOut += 1;
    }
  }
}

function placeOf(line: Line | Rejection): number {
  return line.kind === "line" ? line.number : line.line;
}

function lineResult({ sha256, ...outcome }: ItemOutcome): LineResult {
  return { ...outcome, sha256: sha256 === undefined ? undefined : Buffer.from(sha256).toString("hex") };
}
