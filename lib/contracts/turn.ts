import { z } from "zod";
import { snapshotBlocks, turns, turnSnapshots, turnWarnings } from "@/lib/domain/model/turn";
import { limitParam, textParam } from "./query";
import { jsonSchema, pageSchemaOf, wireSchemaOf } from "./wire";

/** A snapshot without payload and blocks. */
export const snapshotSchema = wireSchemaOf(turnSnapshots)
  .omit({ payload: true, metadata: true, data: true })
  .extend({
    ref: z.string(),
    /** Blocks by lineage, e.g. {new: 2, reused: 9}. */
    lineage: z.record(z.string(), z.int()),
    warning_count: z.int(),
  });
export type SnapshotRow = z.infer<typeof snapshotSchema>;

export const turnSchema = wireSchemaOf(turns)
  .omit({ metadata: true, data: true })
  .extend({
    ref: z.string(),
    duration_ms: z.number().nullable(),
    error_count: z.int(),
    model_call_count: z.int(),
    tool_call_count: z.int(),
    snapshots: z.array(snapshotSchema),
  });
export type TurnRow = z.infer<typeof turnSchema>;

/** Where a snapshot holds a block, and where that block came from. What it says is among the turn's `blocks`. */
export const blockPlaceSchema = wireSchemaOf(snapshotBlocks).omit({
  conv_id: true,
  turn_id: true,
  phase: true,
  snapshot_at_ms: true,
});
export type BlockPlace = z.infer<typeof blockPlaceSchema>;

/** What a block says. One block may have had several contents; `content_hash` tells them apart. */
export const blockContentSchema = z.object({
  block_id: z.string(),
  content_hash: z.string(),
  kind: z.string(),
  role: z.string().nullable(),
  hash_algorithm: z.string().nullable(),
  hash_verified: z.boolean().nullable(),
  payload_hash: z.string().nullable(),
  payload: jsonSchema.nullable(),
  metadata: jsonSchema.nullable(),
  text_preview: z.string().nullable(),
  tool_call_id: z.string().nullable(),
  tool_name: z.string().nullable(),
  error_text: z.string().nullable(),
  reuse_count: z.int().nullable(),
  first_seen_at_ms: z.int().nullable(),
});
export type BlockContent = z.infer<typeof blockContentSchema>;

export const snapshotPlacesSchema = snapshotSchema.extend({
  payload: z.string().nullable(),
  metadata: jsonSchema.nullable(),
  data: jsonSchema.nullable(),
  blocks: z.array(blockPlaceSchema),
  /** Whether `blocks` are all that it holds; else those that were simply carried over, and its payload, are left out. */
  is_whole: z.boolean(),
  warnings: z.array(wireSchemaOf(turnWarnings)),
});
export type SnapshotPlaces = z.infer<typeof snapshotPlacesSchema>;

/**
 * One turn with every snapshot. Snapshots repeat most of their blocks, so each content stands once, in
 * `blocks`; a content that retention removed is in no list. A turn of very many places tells the first and the last
 * snapshot and the one that was asked for whole.
 */
export const turnAnswerSchema = z.object({
  turn: wireSchemaOf(turns).extend({ ref: z.string(), duration_ms: z.number().nullable() }),
  blocks: z.array(blockContentSchema),
  snapshots: z.array(snapshotPlacesSchema),
});
export type TurnAnswer = z.infer<typeof turnAnswerSchema>;

/** Phase and time of a snapshot that is wanted whole, however many places the turn has. */
export const getTurnQuerySchema = z.strictObject({ phase: textParam, at: textParam });
export type GetTurnQuery = z.infer<typeof getTurnQuerySchema>;

export const listTurnsQuerySchema = z.object({ cursor: textParam, limit: limitParam(100, 200) });
export type ListTurnsQuery = z.infer<typeof listTurnsQuerySchema>;
export const turnPageSchema = pageSchemaOf(turnSchema);
export type TurnPage = z.infer<typeof turnPageSchema>;

/** Recorded work of a turn beside its calls; null where no source records the stage. */
export const turnStagesSchema = z.object({
  /** When the runtime's own projection wrote the entities of the turn, by the source's clock. */
  projection: z.object({ from_ms: z.int(), to_ms: z.int(), entity_count: z.int() }).nullable(),
  /** What tells how fast its envelopes left and arrived; null where nothing does. */
  delivery: z
    .object({
      /** Mean time of the pings of its sockets around the turn, there and back. */
      ping_ms: z.number().nullable(),
      /** Sockets that were open in it: between them nothing was delivered. */
      sockets: z.array(
        z.object({
          socket_id: z.string(),
          from_ms: z.int(),
          to_ms: z.int().nullable(),
          close_code: z.int().nullable(),
        }),
      ),
      /** From the source's clock to this console's, of envelopes that came within a minute; null for recordings. */
      lag: z.object({ median_ms: z.number(), max_ms: z.number(), count: z.int() }).nullable(),
    })
    .nullable(),
});
export type TurnStages = z.infer<typeof turnStagesSchema>;
