import { z } from "zod";
import { linkKinds, recordKinds } from "./vocabulary";
import { textParam } from "./query";
import { marks } from "./joined";
import { ordinalSchema } from "./wire";

/** A record correlated with another one, and how the link is known. */
export const relatedItemSchema = z.object({
  ref: z.string(),
  kind: z.enum(recordKinds),
  title: z.string(),
  summary: z.string(),
  conv_id: z.string().nullable(),
  turn_id: z.string().nullable(),
  ordinal: ordinalSchema.nullable(),
  at_ms: z.int().nullable(),
  mark: z.enum(marks),
  /** caused_by: the other record came first and led to this one; causes: the other way round; same: both tell of one thing; beside: in the same turn. */
  direction: z.enum(["caused_by", "causes", "same", "part_of", "contains", "beside"]),
  how: z.enum(linkKinds),
  /** Rule by which the link is known, in words. */
  rule: z.string(),
});
export type RelatedItem = z.infer<typeof relatedItemSchema>;

export const relatedSchema = z.object({
  ref: z.string(),
  items: z.array(relatedItemSchema),
  /** Links by kind that were left out because there are more than 50 of the kind. */
  left_out: z.record(z.string(), z.int()),
});
export type Related = z.infer<typeof relatedSchema>;

export const getRelatedQuerySchema = z.object({ ref: textParam });
