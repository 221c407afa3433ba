import { z } from "zod";
import {
  anomalyKinds,
  decodeStatuses,
  envelopeClasses,
  eventConflicts,
  orderingAnomalies,
  seqRegimes,
  sourcePaths,
} from "@/lib/domain/model/event";
import { dialects } from "@/lib/domain/envelope";
import { listQuerySchema } from "./list-query";
import { limitParam, textParam } from "./query";
import { linkKinds } from "./vocabulary";
import { jsonSchema, ordinalSchema, pageSchemaOf, wireSchemaOf } from "./wire";

/** An envelope without its bytes. Every list of events carries this. */
export const eventSchema = z.object({
  ordinal: ordinalSchema,
  ref: z.string(),
  conv_id: z.string().nullable(),
  type: z.string(),
  class: z.enum(envelopeClasses),
  dialect: z.enum(dialects),
  event_id: z.string().nullable(),
  /** Id of the line that carried it, when it has one of its own. */
  item_id: z.string().nullable(),
  seq: ordinalSchema.nullable(),
  seq_regime: z.enum(seqRegimes),
  epoch: z.int(),
  stream: z.string(),
  stream_id: z.string().nullable(),
  turn_id: z.string().nullable(),
  /** How the turn is known; null when there is none. */
  turn_how: z.enum(linkKinds).nullable(),
  source: z.string(),
  source_path: z.enum(sourcePaths),
  occurred_at_ms: z.int().nullable(),
  ingested_at_ms: z.int(),
  byte_length: z.int(),
  sha256: z.string(),
  decode_status: z.enum(decodeStatuses),
  decode_error: z.string().nullable(),
  /** Ordinal of the first envelope that told of the same event by another path. */
  twin_of: ordinalSchema.nullable(),
  /** Kinds of the ordering anomalies noticed at this envelope. */
  anomalies: z.array(z.enum(anomalyKinds)),
});
export type EventRow = z.infer<typeof eventSchema>;

export const orderingAnomalySchema = wireSchemaOf(orderingAnomalies).extend({ ref: z.string() });
export type OrderingAnomalyRow = z.infer<typeof orderingAnomalySchema>;

/**
 * One envelope in full: parsed fields, and the payload when the bytes are JSON. `payload` is the whole
 * parsed envelope; `text` is the bytes as UTF-8 when they are valid UTF-8 and at most 1 MiB.
 */
export const eventDetailSchema = z.object({
  event: eventSchema,
  encoding: z.enum(["json", "text", "binary"]),
  capture_profile: z.enum(["structure", "redacted", "raw"]).nullable(),
  payload: jsonSchema.nullable(),
  text: z.string().nullable(),
  /** Why `payload` or `text` is left out, in words; null when nothing is. */
  left_out: z.string().nullable(),
  /** Whether the stored bytes still have the stored SHA-256. */
  sha256_verified: z.boolean(),
  anomalies: z.array(orderingAnomalySchema),
  conflicts: z.array(wireSchemaOf(eventConflicts)),
  /** Neighbours in the same stream and in the same conversation. */
  previous_in_stream: ordinalSchema.nullable(),
  next_in_stream: ordinalSchema.nullable(),
  previous_in_conversation: ordinalSchema.nullable(),
  next_in_conversation: ordinalSchema.nullable(),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;

export const listEventsQuerySchema = listQuerySchema("events", {
  order: z
    .array(z.string())
    .transform((values) => values.at(-1))
    .pipe(z.enum(["asc", "desc"]))
    .optional(),
  cursor: textParam,
  limit: limitParam(100, 500),
});
export type ListEventsQuery = z.infer<typeof listEventsQuerySchema>;

export const eventPageSchema = pageSchemaOf(eventSchema);
export type EventPage = z.infer<typeof eventPageSchema>;

/** Headers of `GET /events/{ordinal}/envelope`. */
export const envelopeHeaders = {
  sha256: "X-Content-SHA256",
  ordinal: "X-Grillo-Ordinal",
  verified: "X-Grillo-Verified",
} as const;
