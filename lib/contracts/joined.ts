import { z } from "zod";
import { errorClasses } from "@/lib/domain/model/error";
import { filterParam, limitParam, textParam, timeParam } from "./query";
import { joinedKinds, linkKinds } from "./vocabulary";
import { ordinalSchema } from "./wire";

/** Colour role of an item: an error class, or the layer it belongs to. */
export const marks = [...errorClasses, "model", "turn", "log", "neutral"] as const;
export type Mark = (typeof marks)[number];

/**
 * One item of the joined list. Items sort by (at_ms, ordinal, kind, ref); an item without a time of its
 * own stands where its envelope stands.
 */
export const joinedItemSchema = z.object({
  /** Stable reference, `kind:id`; of a run the reference of its first envelope. */
  ref: z.string(),
  kind: z.enum(joinedKinds),
  at_ms: z.int().nullable(),
  /** Envelope that the item is, or that caused it; null when no envelope is known. */
  ordinal: ordinalSchema.nullable(),
  seq: ordinalSchema.nullable(),
  /** Type, name or code: what stands in the Type column. */
  title: z.string(),
  /** One line in words. */
  summary: z.string(),
  took_ms: z.number().nullable(),
  mark: z.enum(marks),
  /** failed, warning or null: how the row is emphasised. */
  tone: z.enum(["failed", "warning"]).nullable(),
  turn_id: z.string().nullable(),
  /** Message, entity or call that the item is about. */
  subject: z.string().nullable(),
  /** Envelopes in this item: more than 1 for a run of streaming events of one subject. */
  count: z.int(),
  /** Last envelope and end of a run; equal to ordinal and at_ms otherwise. */
  last_ordinal: ordinalSchema.nullable(),
  until_ms: z.int().nullable(),
  byte_length: z.int().nullable(),
  /** References that the item itself names. `Related` gives all of them with reasons. */
  links: z.array(z.object({ ref: z.string(), how: z.enum(linkKinds) })),
});
export type JoinedItem = z.infer<typeof joinedItemSchema>;

export const listJoinedQuerySchema = z.object({
  kind: filterParam,
  /** Only items of this turn. */
  turn: textParam,
  /** Only items about this subject. */
  subject: textParam,
  /** Closed range of time. */
  from_ms: timeParam,
  to_ms: timeParam,
  /** `full` gives every envelope; `grouped` (default) collapses runs of streaming events. */
  density: z
    .array(z.string())
    .transform((values) => values.at(-1))
    .pipe(z.enum(["grouped", "full"]))
    .default("grouped"),
  /** An ordinal or a record reference: the page is centred on it. */
  around: textParam,
  cursor: textParam,
  limit: limitParam(200, 500),
});
export type ListJoinedQuery = z.infer<typeof listJoinedQuerySchema>;

export const joinedPageSchema = z.object({
  items: z.array(joinedItemSchema),
  next_cursor: z.string().nullable(),
  /** Cursor of the page before; null at the beginning. */
  prev_cursor: z.string().nullable(),
  /** Index in `items` of the item that `around` names; null without it. */
  anchor: z.int().nullable(),
});
export type JoinedPage = z.infer<typeof joinedPageSchema>;

/** A bar in a lane of the time axis. */
export const axisSpanSchema = z.object({
  ref: z.string(),
  start_ms: z.int(),
  end_ms: z.int(),
  label: z.string(),
  failed: z.boolean(),
  /** Records drawn as one bar because the lane is crowded. */
  count: z.int(),
});
export type AxisSpan = z.infer<typeof axisSpanSchema>;

export const axisTickSchema = z.object({
  ref: z.string(),
  at_ms: z.int(),
  kind: z.enum(["error", "anomaly", "fault"]),
  mark: z.enum(marks),
  label: z.string(),
  /** Envelope to open. */
  ordinal: ordinalSchema.nullable(),
  count: z.int(),
});
export type AxisTick = z.infer<typeof axisTickSchema>;

/** The time axis of a conversation. Bounded: at most 240 spans per lane, 240 ticks, 240 buckets. */
export const axisSchema = z.object({
  start_ms: z.int().nullable(),
  end_ms: z.int().nullable(),
  lanes: z.array(
    z.object({
      name: z.enum(["turns", "model", "tools", "projection", "transport"]),
      spans: z.array(axisSpanSchema),
    }),
  ),
  ticks: z.array(axisTickSchema),
  /** Events per slice of the axis. */
  density: z.object({ bucket_ms: z.number(), counts: z.array(z.int()) }),
});
export type Axis = z.infer<typeof axisSchema>;
