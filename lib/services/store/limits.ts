import { maxJsonDepth } from "@/lib/ingest/depth-scan";
import { maxObjectMembers } from "@/lib/ingest/object-width";

/** Limits of the console, in one place; `GET /api/v1/ingest/limits` publishes those of ingest. */
export const limits = {
  /** Body of one ingest request as sent. */
  ingest_wire_bytes: 64 * 1024 * 1024,
  /** The same after decompression. */
  ingest_inflated_bytes: 256 * 1024 * 1024,
  ingest_line_bytes: 1024 * 1024,
  /** Lines of one request: a million tiny events pass (reliability R32), what inflates to still more does not. */
  ingest_lines: 1_000_000,
  /** Bytes handed to the writer and not yet durable; above it new requests are refused. */
  queue_bytes: 64 * 1024 * 1024,
  /** Body of one file import. */
  import_bytes: 4 * 1024 * 1024 * 1024,
  json_depth: maxJsonDepth,
  object_members: maxObjectMembers,
  headers_timeout_ms: 10_000,
  request_timeout_ms: 10 * 60_000,
  /** Bytes per second that a body must bring over a window; a slower sender is answered 408. */
  least_body_rate: 1_000,
  body_window_ms: 10_000,
  /** A reader that takes nothing for so long while something waits for it is cut off; a live tail resumes. */
  stalled_after_ms: 30_000,
  connections: 2_000,
} as const;
