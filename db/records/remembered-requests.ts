import type { ReadStore, WriteStore } from "../store";

/** An answered request that its sender gave a key, to be answered the same if it comes again. */
export interface RememberedRequest {
  readonly key: string;
  /** SHA-256 of what was asked: body and the headers that count. */
  readonly request_sha256: Buffer;
  readonly status: number;
  /** The answer, JSON. */
  readonly answer: string;
  readonly finished_at_ms: number;
}

/** Keys are remembered this long. */
export const rememberedFor_ms = 24 * 60 * 60_000;

/** The request that had a key; undefined when there was none within a day. One row by its key. */
export function findRememberedRequest(
  { sqlite }: ReadStore,
  key: string,
  nowMs: number,
): Pick<RememberedRequest, "request_sha256" | "status" | "answer"> | undefined {
  const row = sqlite
    .prepare(
      "SELECT request_sha256, status, answer FROM ingest_requests WHERE request_key = ? AND finished_at_ms > ?",
    )
    .get(key, nowMs - rememberedFor_ms);
  return row === undefined ? undefined : rememberedRow(row);
}

/** Keeps an answer, and forgets those that are a day old. One synced transaction. */
export function rememberRequest({ sqlite }: WriteStore, request: RememberedRequest): void {
  const { key, request_sha256, status, answer, finished_at_ms } = request;
  const forget = sqlite.prepare("DELETE FROM ingest_requests WHERE finished_at_ms <= ?");
  const put = sqlite.prepare(
    `INSERT INTO ingest_requests (request_key, request_sha256, status, answer, finished_at_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (request_key) DO NOTHING`,
  );
  sqlite
    .transaction(() => {
      forget.run(finished_at_ms - rememberedFor_ms);
      put.run(key, request_sha256, status, answer, finished_at_ms);
    })
    .immediate();
}

/** Row of the query above, whose columns it names. */
function rememberedRow(row: unknown): Pick<RememberedRequest, "request_sha256" | "status" | "answer"> {
  const { request_sha256, status, answer } = row as {
    request_sha256: Buffer;
    status: bigint;
    answer: string;
  };
  return { request_sha256, status: Number(status), answer };
}
