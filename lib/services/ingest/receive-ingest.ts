import { ConsoleError, type ProblemCode } from "@/lib/domain/console-error";
import { documentTypes, lineTypes } from "@/lib/contracts/ingest-media";
import type { IngestReport } from "@/lib/contracts/ingest-report";
import type { ConsoleRuntime } from "../store/console-runtime";
import { limits } from "../store/limits";
import type { RemoteRun } from "../store/store-writer";
import { linesFromBinary, type CloudEventAttributes } from "./binary-cloud-event";
import { inflatedBody, tooLarge } from "./inflate-body";
import { linesFromJson } from "./lines-from-json";
import { onceByKey } from "./once-by-key";
import type { RunCounts } from "./input-run";
import type { LineResult, NdjsonReport } from "./ndjson-run";

export interface IngestRequest {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly content_type: string;
  readonly content_encoding: string;
  readonly content_length: number | undefined;
  readonly source: string | undefined;
  /** What the sender's clock showed, epoch ms; a header line inside the body says it more nearly. */
  readonly sent_at_ms?: number | undefined;
  readonly all_results: boolean;
  /** Header Idempotency-Key: the request is carried out once, its answer repeated for a day. */
  readonly idempotency_key?: string | undefined;
  /** A CloudEvent in binary mode. */
  readonly cloud_event?: CloudEventAttributes | undefined;
}

/** Answer of an ingest with the HTTP status that fits it: 200, 207 when some lines failed, 422 when all did. */
export interface IngestAnswer {
  readonly status: 200 | 207 | 422;
  readonly report: IngestReport;
  /** Whether this is the answer to an earlier request with the same key. */
  readonly is_replayed: boolean;
}

/** Takes one ingest request. When it returns, every accepted line is durable. */
export async function receiveIngest(runtime: ConsoleRuntime, request: IngestRequest): Promise<IngestAnswer> {
  if ((request.content_length ?? 0) > limits.ingest_wire_bytes) throw tooLarge(limits.ingest_wire_bytes);
  return onceByKey(runtime, request, inflatedBody(request.body, request.content_encoding), async (chunks) => {
    const received_at_ms = runtime.now();
    const {
      counts,
      results,
      results_left_out,
      far_times = null,
      sent_at_ms = request.sent_at_ms,
    } = await write(runtime, request, linesOf(request, chunks));
    const skew_ms = sent_at_ms === undefined ? null : received_at_ms - sent_at_ms;
    const report = {
      ...summary(counts),
      results: results.map(lineOutcome),
      results_left_out,
      received_at_ms,
      skew_ms,
      far_times,
    };
    return { status: statusOf(counts), report };
  });
}

function linesOf(
  { content_type, cloud_event }: IngestRequest,
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  if (cloud_event !== undefined) return linesFromBinary(cloud_event, content_type, chunks);
  if (lineTypes.some((type) => type === content_type)) return chunks;
  if (documentTypes.some((type) => type === content_type)) return linesFromJson(chunks);
  throw new ConsoleError(
    "unsupported-media-type",
    `Send ${[...lineTypes, ...documentTypes].join(", ")}, not ${content_type || "an unnamed type"}.`,
  );
}

/**
 * Hands the body to the writer. A refusal for want of room (queue, disk) or for too many lines is told only when the body was read to
 * its end: most senders listen when they have sent everything, and would learn nothing if they were cut off. Whatever
 * ends it half way tells in `next_line` from where on nothing is sure to be stored; all before it is durable.
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
  const options = {
    source,
    all_results,
    max_line_bytes: limits.ingest_line_bytes,
    max_lines: limits.ingest_lines,
  };
  const run = await unlessRefused(writer.openNdjson(options));
  try {
    for await (const chunk of chunks)
      if (refusal === undefined) await unlessRefused(run?.push(chunk) ?? nothing);
    if (refusal !== undefined || run === undefined)
      throw refusal ?? new Error("an input opens or is refused");
    return await run.end();
  } catch (error) {
    throw await withNextLine(error, run);
  }
}

const nothing = Promise.resolve();
const refusals: ReadonlySet<ProblemCode> = new Set([
  "overloaded",
  "payload-too-large",
  "storage-full",
  "storage-read-only",
]);

/** The writer's error as a refusal; throws any other. */
function asRefusal(error: unknown): ConsoleError {
  if (error instanceof ConsoleError && refusals.has(error.code)) return error;
  throw error;
}

/** The error with the first line that is not durable, once what was on its way to the disk has arrived or failed. */
async function withNextLine(error: unknown, run: RemoteRun<NdjsonReport> | undefined): Promise<unknown> {
  const next_line = run === undefined ? 1 : await run.abandon().catch(() => undefined);
  if (!(error instanceof ConsoleError) || next_line === undefined) return error;
  const { code, message, details } = error;
  return new ConsoleError(code, message, { cause: error, details: { ...details, next_line } });
}

function statusOf({ received, rejected, conflict }: RunCounts): IngestAnswer["status"] {
  if (received > 0 && rejected === received) return 422;
  return rejected + conflict > 0 ? 207 : 200;
}

function summary({ stored, duplicate, conflict, rejected }: RunCounts) {
  return { accepted: stored, duplicate, conflict, rejected };
}

function lineOutcome(outcome: LineResult): IngestReport["results"][number] {
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
