import { z } from "zod";

/** received = stored + duplicate + conflict + rejected. */
const counts = {
  received: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
};

/** Outcome of one line of an ingest request. */
export const lineOutcomeSchema = z.object({
  line: z.int(),
  id: z.string().nullable(),
  status: z.enum(["accepted", "duplicate", "conflict", "rejected"]),
  ordinal: z.string().nullable(),
  sha256: z.string().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  pointer: z.string().nullable(),
});

/** Answer of `POST /api/v1/ingest`: counts of all lines, outcomes of those that need a look (or of all). */
export const ingestReportSchema = z.object({
  accepted: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
  /** At most 10,000; the counts cover all. */
  results: z.array(lineOutcomeSchema),
  results_left_out: z.int(),
  received_at_ms: z.int(),
  /** How far this console's clock is ahead of the sender's; null when the sender did not say what it shows. */
  skew_ms: z.int().nullable(),
  /**
   * Items whose time is more than a day from this console's clock, stored as they came: how many, the first line, and the
   * greatest distance, positive when ahead. Null when there are none.
   */
  far_times: z.object({ lines: z.int(), first_line: z.int(), furthest_ms: z.int() }).nullable(),
});
export type IngestReport = z.infer<typeof ingestReportSchema>;

/** Answer of `GET /api/v1/ingest/limits`. What goes beyond them is refused by name, never cut. */
export const ingestLimitsSchema = z.object({
  /** Body of one request as sent, and after decompression. */
  wire_bytes: z.int(),
  inflated_bytes: z.int(),
  /** A longer line is rejected in its place; the lines behind it go on. */
  line_bytes: z.int(),
  /** Lines of one request; those behind are refused with 413, and `next_line` says where to go on. */
  lines: z.int(),
  /** A line that nests deeper is stored as it came and not taken apart. */
  json_depth: z.int(),
  /** A line with an object of more members is stored as it came and states no record. */
  object_members: z.int(),
  /** Bytes that may wait for the disk; above it new requests are refused with 503. */
  queue_bytes: z.int(),
  /** Body of one file import. */
  import_bytes: z.int(),
  /** Content codings that a body may have. */
  encodings: z.array(z.string()),
});
export type IngestLimits = z.infer<typeof ingestLimitsSchema>;

export const reasonSchema = z.object({ code: z.string(), detail: z.string(), line: z.int(), count: z.int() });

/** Answer of `POST /api/v1/imports` and of `GET /api/v1/imports/{id}` once the import is done. */
export const importReportSchema = z.object({
  import_id: z.string(),
  name: z.string(),
  state: z.enum(["running", "done", "failed"]),
  format: z.string().nullable(),
  bytes_read: z.int(),
  ...counts,
  reasons: z.array(reasonSchema),
  problem_code: z.string().nullable(),
  problem_detail: z.string().nullable(),
});
export type ImportReportDto = z.infer<typeof importReportSchema>;
