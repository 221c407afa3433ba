import { createHash, type Hash } from "node:crypto";
import { findRememberedRequest } from "@/db/records/remembered-requests";
import { ingestReportSchema } from "@/lib/contracts/ingest-report";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { ConsoleRuntime } from "../store/console-runtime";
import type { IngestAnswer, IngestRequest } from "./receive-ingest";

type Work = (chunks: AsyncIterable<Uint8Array>) => Promise<Omit<IngestAnswer, "is_replayed">>;

/** Keys of requests that are being worked on; one process takes in, so one set knows them all. */
const inFlight = new Set<string>();

/**
 * Carries a request out at most once per Idempotency-Key, for a day (draft-ietf-httpapi-idempotency-key-header-07). The
 * same key with the same request gets the first answer again; with another it is refused, as is one whose first is not
 * answered yet. What was refused for want of room or was not whole is forgotten: repeating it is what the key is for.
 */
export async function onceByKey(
  runtime: ConsoleRuntime,
  request: IngestRequest,
  body: AsyncIterable<Uint8Array>,
  work: Work,
): Promise<IngestAnswer> {
  const key = request.idempotency_key;
  if (key === undefined) return { ...(await work(body)), is_replayed: false };
  if (inFlight.has(key)) {
    throw new ConsoleError("request-in-flight", "A request with this Idempotency-Key is not answered yet.");
  }
  inFlight.add(key);
  try {
    const hashed = new HashedBody(body, hashOf(request));
    const known = findRememberedRequest(runtime.store, key, runtime.now());
    if (known === undefined) return await carryOut(runtime, key, hashed, work);
    await drain(hashed);
    if (!known.request_sha256.equals(hashed.digest()))
      throw new ConsoleError("idempotency-key-reused", "Another request had this Idempotency-Key before.");
    return {
      status: knownStatus(known.status),
      report: ingestReportSchema.parse(parseExact(known.answer)),
      is_replayed: true,
    };
  } finally {
    inFlight.delete(key);
  }
}

async function carryOut(
  { writer, now }: ConsoleRuntime,
  key: string,
  hashed: HashedBody,
  work: Work,
): Promise<IngestAnswer> {
  const { status, report } = await work(hashed);
  await writer.rememberRequest({
    key,
    request_sha256: hashed.digest(),
    status,
    answer: JSON.stringify(report),
    finished_at_ms: now(),
  });
  return { status, report, is_replayed: false };
}

/** What makes a request another one besides its body. */
function hashOf({ content_type, source, all_results, cloud_event }: IngestRequest): Hash {
  const attributes = Object.entries(cloud_event ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify([content_type, source ?? null, all_results, attributes]));
}

/** A body whose bytes are hashed as they pass. */
class HashedBody {
  constructor(
    private readonly chunks: AsyncIterable<Uint8Array>,
    private readonly hash: Hash,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.chunks) {
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** Call once, when all has passed. */
  digest(): Buffer {
    return this.hash.digest();
  }
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const passing = chunks[Symbol.asyncIterator]();
  while ((await passing.next()).done !== true);
}

function knownStatus(status: number): IngestAnswer["status"] {
  return status === 207 || status === 422 ? status : 200;
}
