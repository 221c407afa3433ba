import { createGunzip, type Gunzip } from "node:zlib";
import { ConsoleError } from "@/lib/domain/console-error";
import type { Decoded } from "@/lib/domain/envelope";
import { detect, type Detected } from "@/lib/ingest/detect";
import type { DecodeContext, FolderHints, FormatId, LineDecoder } from "@/lib/ingest/format";
import { unreadKind } from "@/lib/ingest/unread-kind";
import { decoderOf } from "@/lib/ingest/registry";
import { LineSplitter, maxLineBytesFile, type Line } from "@/lib/ingest/split-lines";
import { decodeBundle } from "../bundle/decode-bundle";
import { decodeDatabase } from "./decode-database";
import { Batcher } from "./batcher";
import type { CommitQueue } from "./commit-queue";
import { FarTimesWatch } from "./far-times";
import type { InputRun, RunCounts } from "./input-run";
import { importSourceOf } from "./source-name";
import { Tally, type ReasonCount } from "./tally";

export interface ImportOptions {
  readonly name: string;
  readonly conv_id?: string | undefined;
  readonly source?: string | undefined;
  readonly folder?: FolderHints | undefined;
  /** Told after each step, for progress. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ImportProgress {
  readonly format: FormatId | undefined;
  readonly bytes_read: number;
  readonly counts: RunCounts;
}

/** What became of a file. `format` is undefined when it was not recognised and left alone. */
export interface ImportReport {
  readonly format: FormatId | undefined;
  readonly bytes_read: number;
  readonly counts: RunCounts;
  readonly reasons: readonly ReasonCount[];
}

const farOff = "its time is more than a day ahead of this clock, or before 2000; it is kept as it came";
/** Bytes looked at to tell the format. */
const headBytes = 256 * 1024;
/** Documents and databases are decoded in memory; larger ones are refused by name. */
const documentLimit = 512 * 1024 * 1024;

/**
 * Reads one file of any format into the store: tells the format by content, decodes and commits in batches.
 * Lines are never held beyond a batch; documents and databases are held in memory and never written to a
 * disk on the way.
 */
export class ImportRun implements InputRun<ImportReport> {
  readonly #tally = new Tally();
  readonly #batcher: Batcher;
  #gunzip: Gunzip | undefined;
  #gunzipped: Promise<void> = Promise.resolve();
  #head: Buffer[] = [];
  #headLength = 0;
  #sink: Sink | undefined;
  /** Reads the lines, if the format has any. */
  #decoder: LineDecoder | undefined;
  #format: FormatId | undefined;
  #bytesRead = 0;
  #started = false;

  constructor(
    queue: CommitQueue,
    delivery: string,
    private readonly options: ImportOptions,
    clock: () => number,
  ) {
    const times = new FarTimesWatch(clock, "recorded");
    this.#batcher = new Batcher(queue, {
      decode: ({ bytes, number }) => this.#decoder?.decode(bytes, number) ?? [],
      sourceOf: importSourceOf(options.source),
      onItem: (item) => {
        if (times.see(item)) this.#tally.note("time-far-off", farOff, item.line);
      },
      onOutcomes: (outcomes) => {
        this.#tally.add(outcomes);
      },
      delivery,
    });
  }

  async push(chunk: Uint8Array): Promise<void> {
    if (chunk.byteLength === 0) return;
    this.#bytesRead += chunk.byteLength;
    if (!this.#started) {
      this.#started = true;
      if (chunk[0] === 0x1f && chunk[1] === 0x8b) this.#openGunzip();
    }
    if (this.#gunzip === undefined) await this.#take(chunk);
    else await this.#writeGunzip(this.#gunzip, chunk);
    this.options.onProgress?.({
      format: this.#format,
      bytes_read: this.#bytesRead,
      counts: this.#tally.counts,
    });
  }

  async end(): Promise<ImportReport> {
    if (this.#gunzip !== undefined) {
      this.#gunzip.end();
      await this.#gunzipped;
    }
    await this.#openSink();
    for (const items of this.#sink?.end() ?? []) {
      await this.#batcher.add(items);
      // A decoder tells its last items when it has read all lines.
      await this.#batcher.drain();
    }
    return {
      format: this.#format,
      bytes_read: this.#bytesRead,
      counts: this.#tally.counts,
      reasons: this.#tally.reasons,
    };
  }

  /** Plain bytes of the file, gzip removed. */
  async #take(bytes: Uint8Array): Promise<void> {
    if (this.#sink === undefined) {
      this.#head.push(Buffer.from(bytes));
      this.#headLength += bytes.byteLength;
      if (this.#headLength < headBytes) return;
      await this.#openSink();
      return;
    }
    await this.#batcher.add(this.#sink.push(bytes));
  }

  async #openSink(): Promise<void> {
    if (this.#sink !== undefined) return;
    const head = Buffer.concat(this.#head);
    this.#head = [];
    const start = head.subarray(0, headBytes);
    const detected = detect(start, this.options.name);
    this.#format = detected?.format;
    this.#sink = detected === undefined ? this.#leaveAlone(start) : this.#sinkOf(detected);
    await this.#batcher.add(this.#sink.push(head));
  }

  #leaveAlone(head: Uint8Array): Sink {
    const what = unreadKind(head) ?? "in no format that the console knows; it was left alone";
    this.#tally.note("format-not-recognised", `${this.options.name} is ${what}`, 0);
    return new IgnoringSink();
  }

  #sinkOf({ format, reason }: Detected): Sink {
    const context: DecodeContext = {
      name: this.options.name,
      conv_id: this.options.conv_id,
      source_path: "file_import",
      folder: this.options.folder,
    };
    const decoder = decoderOf(format);
    switch (decoder.kind) {
      case "lines":
        this.#decoder = decoder.create(context);
        return new LineSink(this.#decoder);
      case "document":
        return new WholeSink((bytes) => decoder.decode(bytes, context));
      case "database":
        return new WholeSink((bytes) =>
          decodeDatabase(bytes, { ...context, source_path: "database_import" }),
        );
      case "bundle":
        return new WholeSink(decodeBundle);
      case "none":
        this.#tally.note("nothing-to-import", `${this.options.name}: ${reason ?? decoder.reason}`, 0);
        return new IgnoringSink();
    }
  }

  #openGunzip(): void {
    const gunzip = createGunzip();
    this.#gunzip = gunzip;
    this.#gunzipped = (async () => {
      try {
        for await (const chunk of gunzip) await this.#take(Buffer.from(chunk as Uint8Array));
      } catch (cause) {
        throw new ConsoleError(
          "file-damaged",
          `${this.options.name} is not a whole gzip file; what could be read before the damage was kept.`,
          { cause },
        );
      }
    })();
    // The failure is reported by push or end; until then it must not count as unhandled.
    this.#gunzipped.catch(() => undefined);
  }

  async #writeGunzip(gunzip: Gunzip, chunk: Uint8Array): Promise<void> {
    if (gunzip.destroyed) return this.#gunzipped;
    const drained = new Promise<void>((resolve) => {
      if (gunzip.write(chunk)) resolve();
      else gunzip.once("drain", resolve);
    });
    await Promise.race([drained, this.#gunzipped]);
  }
}

/** Turns plain bytes into lines to be decoded when they are stored, or into decoded items. */
interface Sink {
  push(bytes: Uint8Array): Iterable<Line | Decoded>;
  /** Items in slices, each asked for when those before it are stored. */
  end(): Iterable<Iterable<Line | Decoded>>;
}

class LineSink implements Sink {
  readonly #splitter = new LineSplitter(maxLineBytesFile);

  constructor(private readonly decoder: LineDecoder) {}

  push(bytes: Uint8Array): Iterable<Line | Decoded> {
    return this.#splitter.push(bytes);
  }

  *end(): Iterable<Iterable<Line | Decoded>> {
    yield this.#splitter.end();
    yield this.decoder.end?.() ?? [];
  }
}

class WholeSink implements Sink {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(private readonly decode: (bytes: Uint8Array) => Iterable<Decoded>) {}

  push(bytes: Uint8Array): Iterable<Decoded> {
    this.#length += bytes.byteLength;
    if (this.#length > documentLimit) {
      throw new ConsoleError(
        "payload-too-large",
        `Documents and databases are read up to ${documentLimit} bytes.`,
        {
          details: { limit: documentLimit },
        },
      );
    }
    this.#parts.push(Buffer.from(bytes));
    return [];
  }

  *end(): Iterable<Iterable<Decoded>> {
    yield this.decode(Buffer.concat(this.#parts));
  }
}

class IgnoringSink implements Sink {
  push(): Iterable<Decoded> {
    return [];
  }

  end(): Iterable<Iterable<Decoded>> {
    return [];
  }
}
