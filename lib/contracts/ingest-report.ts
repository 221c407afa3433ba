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
  results: z.array(lineOutcomeSchema),
  received_at_ms: z.int(),
});
export type IngestReport = z.infer<typeof ingestReportSchema>;

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
