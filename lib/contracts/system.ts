import { z } from "zod";
import { dialects } from "@/lib/domain/envelope";
import { dependencyHealth, processes, runtimeSamples } from "@/lib/domain/model/runtime";
import { drops, imports, receipts } from "@/lib/domain/model/storage";
import { panicSchema } from "./error";
import { wireSchemaOf } from "./wire";

/** A process with its newest samples, oldest first, at most 500. */
export const processReportSchema = z.object({
  process: wireSchemaOf(processes),
  samples: z.array(wireSchemaOf(runtimeSamples)),
  dependencies: z.array(wireSchemaOf(dependencyHealth)),
});
export type ProcessReport = z.infer<typeof processReportSchema>;

/** Whether the store takes anything in and why not; null where the process only reads. */
export const writerStateSchema = z.object({
  condition: z.enum(["writing", "full", "read_only", "damaged"]),
  since_ms: z.int().nullable(),
  detail: z.string(),
  wal_bytes: z.int().nullable(),
  last_checkpoint_at_ms: z.int().nullable(),
});
export type WriterStateDto = z.infer<typeof writerStateSchema>;

/** Figures of the store itself. `balanced`: received = stored + duplicate + conflict + rejected for every source and minute. */
export const storageFiguresSchema = z.object({
  conversations: z.int(),
  events: z.int(),
  last_ordinal: z.string().nullable(),
  received: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
  balanced: z.boolean(),
  bytes_received: z.int(),
  database_bytes: z.int(),
  free_bytes: z.int(),
  wal_bytes: z.int().nullable(),
  segments: z.int(),
  segment_raw_bytes: z.int(),
  segment_stored_bytes: z.int(),
  tail_events: z.int(),
  demo_conversations: z.int(),
});
export type StorageFigures = z.infer<typeof storageFiguresSchema>;

/** What packing made of the envelopes of one dialect; those that are not packed yet are not in it. */
export const packedDialectSchema = z.object({
  dialect: z.enum(dialects),
  events: z.int(),
  raw_bytes: z.int(),
  stored_bytes: z.int(),
});
export type PackedDialectDto = z.infer<typeof packedDialectSchema>;

export const systemReportSchema = z.object({
  storage: storageFiguresSchema,
  /** Most bytes first. */
  packed: z.array(packedDialectSchema),
  writer: writerStateSchema.nullable(),
  processes: z.array(processReportSchema),
  panics: z.array(panicSchema),
  /** Sums per source over all minutes. */
  receipts: z.array(wireSchemaOf(receipts).omit({ minute_ms: true }).extend({ last_minute_ms: z.int() })),
  /** Sums per source and minute, the newest minutes first, at most 60. */
  receipt_minutes: z.array(wireSchemaOf(receipts)),
  drops: z.array(wireSchemaOf(drops)),
  /** What was taken out of the store, by the rule that asked for it. */
  removals: z.array(
    z.object({
      rule: z.string(),
      conversations: z.int(),
      /** Envelopes, and their bytes as they were received. */
      count: z.int(),
      bytes: z.int(),
      last_removed_at_ms: z.int(),
    }),
  ),
  imports: z.array(wireSchemaOf(imports)),
});
export type SystemReport = z.infer<typeof systemReportSchema>;

export const healthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  /** Where the data is, absolute; null where more than this machine can ask. */
  data_folder: z.string().nullable(),
  sqlite_version: z.string(),
  now_ms: z.int(),
  last_ordinal: z.string().nullable(),
  writer: writerStateSchema.nullable(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type Health = z.infer<typeof healthSchema>;
