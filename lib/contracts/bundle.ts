import { z } from "zod";
import { dialects } from "@/lib/domain/envelope";
import { decodeStatuses, envelopeClasses, seqRegimes, sourcePaths } from "@/lib/domain/model/event";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `manifest.json` of a replay bundle. */
export const bundleManifestSchema = z.object({
  format: z.literal("replay-bundle"),
  format_version: z.int().min(1),
  min_reader_version: z.int().min(1),
  schema: z.string(),
  scope: z.object({ conversations: z.array(z.string()) }),
  profile: z.string(),
  policy_version: z.int(),
  counts: z.object({ events: z.int(), bytes: z.int(), records: z.record(z.string(), z.int()) }),
  completeness: z.object({ state: z.enum(["complete", "partial"]), reasons: z.array(z.string()) }),
  hash: z.literal("sha-256"),
  files: z.array(z.object({ path: z.string(), size: z.int(), sha256 })),
  root: sha256,
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

const optional = z.string().nullable();

/** A line of `events/index.ndjson`: what the log knows of an envelope, and where its bytes are. */
export const bundleEventSchema = z.object({
  ordinal: z.string(),
  conv_id: optional,
  source: z.string(),
  stream: z.string(),
  stream_id: optional,
  /** The id by which its source knows it, or 64 bits of a hash of that, in hex. */
  identity: z.union([
    z.object({ id: z.string() }),
    z.object({ hash: z.string().regex(/^[0-9a-f]{16}$/), stream: z.string() }),
  ]),
  type: z.string(),
  class: z.enum(envelopeClasses),
  dialect: z.enum(dialects),
  source_path: z.enum(sourcePaths),
  decode_status: z.enum(decodeStatuses),
  decode_error: optional,
  event_id: optional,
  item_id: optional,
  seq: optional,
  regime: z.enum(seqRegimes),
  epoch: z.int(),
  turn_id: optional,
  turn_how: z.enum(["explicit", "derived", "inferred"]).nullable(),
  occurred_at_ms: z.int().nullable(),
  ingested_at_ms: z.int(),
  twin_of: optional,
  file: z.string(),
  offset: z.int(),
  byte_length: z.int(),
  sha256,
});
export type BundleEvent = z.infer<typeof bundleEventSchema>;
