import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { ConsoleError, type ProblemCode } from "@/lib/domain/console-error";
import type { IngestReport } from "@/lib/contracts/ingest-report";
import type { ConsoleRuntime } from "../store/console-runtime";
import { limits } from "../store/limits";
import type { ItemOutcome } from "./ingest-item";
import { linesFromJson } from "./lines-from-json";
import type { RunCounts } from "./input-run";
import type { NdjsonReport } from "./ndjson-run";

export interface IngestRequest {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly content_type: string;
  readonly content_encoding: string;
  readonly content_length: number | undefined;
  readonly source: string | undefined;
  /** What the sender's clock showed, epoch ms; a header line inside the body says it more nearly. */
  readonly sent_at_ms?: number | undefined;
  readonly all_results: boolean;
}

/** Answer of an ingest with the HTTP status that fits it: 200, 207 when some lines failed, 422 when all did. */
export interface IngestAnswer {
  readonly status: 200 | 207 | 422;
  readonly report: IngestReport;
}

const lineTypes = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl"]);

/** Takes one ingest request. When it returns, every accepted line is durable. */
export async function receiveIngest(runtime: ConsoleRuntime, request: IngestRequest): Promise<IngestAnswer> {
  const isJson = request.content_type === "application/json";
  if (!isJson && !lineTypes.has(request.content_type)) {
    throw new ConsoleError(
      "unsupported-media-type",
      `Send application/x-ndjson or application/json, not ${request.content_type || "an unnamed type"}.`,
    );
  }
  if ((request.content_length ?? 0) > limits.ingest_wire_bytes) throw tooLarge(limits.ingest_wire_bytes);
  const chunks = inflated(request);
  const received_at_ms = runtime.now();
  const written = await write(runtime, request, isJson ? linesFromJson(chunks) : chunks);
  const { counts, results, sent_at_ms = request.sent_at_ms } = written;
  const skew_ms = sent_at_ms === undefined ? null : received_at_ms - sent_at_ms;
  const report = { ...summary(counts), results: results.map(lineOutcome), received_at_ms, skew_ms };
  return { status: statusOf(counts), report };
}

/**
 * Hands the body to the writer. A refusal for want of room (queue, disk) is told only when the body was read to
 * its end: most senders listen when they have sent everything, and would learn nothing if they were cut off.
 */
async function write(
  { writer }: ConsoleRuntime,
  { source, all_results }: IngestRequest,
  chunks: AsyncIterable<Uint8Array>,
): Promise<NdjsonReport> {
  let refusal: ConsoleError | undefined;
  const unlessRefused = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => {
      refusal = asRefusal(error);
      return undefined;
    });
  const options = { source, all_results, max_line_bytes: limits.ingest_line_bytes };
  const run = await unlessRefused(writer.openNdjson(options));
  try {
    for await (const chunk of chunks)
      if (refusal === undefined) await unlessRefused(run?.push(chunk) ?? nothing);
    if (refusal !== undefined || run === undefined)
      throw refusal ?? new Error("an input opens or is refused");
    return await run.end();
  } catch (error) {
    run?.abort();
    throw error;
  }
}

const nothing = Promise.resolve();
const refusals: ReadonlySet<ProblemCode> = new Set(["overloaded", "storage-full", "storage-read-only"]);

/** The error as a refusal for want of room; throws any other. */
function asRefusal(error: unknown): ConsoleError {
  if (error instanceof ConsoleError && refusals.has(error.code)) return error;
  throw error;
}

function statusOf({ received, rejected, conflict }: RunCounts): IngestAnswer["status"] {
  if (received > 0 && rejected === received) return 422;
  return rejected + conflict > 0 ? 207 : 200;
}

function summary({ stored, duplicate, conflict, rejected }: RunCounts) {
  return { accepted: stored, duplicate, conflict, rejected };
}

function lineOutcome(outcome: ItemOutcome): IngestReport["results"][number] {
  const { line, id, status, ordinal, sha256, code, detail, pointer } = outcome;
  return {
    line,
    id: id ?? null,
    status,
    ordinal: ordinal?.toString() ?? null,
    sha256: sha256 ?? null,
    code: code ?? null,
    detail: detail ?? null,
    pointer: pointer ?? null,
  };
}

/** The body with its encoding removed and its size bounded, both as sent and as inflated. */
async function* inflated({ body, content_encoding }: IngestRequest): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const plain = content_encoding === "" || content_encoding === "identity";
  if (!plain && content_encoding !== "gzip") {
    throw new ConsoleError(
      "unsupported-media-type",
      `Content-Encoding ${content_encoding} is not supported; use gzip or none.`,
    );
  }
  const sent = bounded(body, limits.ingest_wire_bytes);
  yield* plain ? sent : bounded(gunzip(sent), limits.ingest_inflated_bytes);
}

async function* gunzip(sent: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(sent);
  const unpacked = createGunzip();
  source.once("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked) yield bufferChunk(chunk);
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause;
    throw new ConsoleError(
      "invalid-request",
      "The body is not a whole gzip stream; lines before the damage may be stored.",
      { cause },
    );
  }
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    yield chunk;
  }
}

function tooLarge(limit: number): ConsoleError {
  return new ConsoleError(
    "payload-too-large",
    `The body is larger than ${String(limit)} bytes; send it in parts.`,
    { details: { limit } },
  );
}

/** A decompression stream without an encoding gives buffers. */
function bufferChunk(chunk: unknown): Buffer {
  return chunk as Buffer;
}
