import { z } from "zod";
import {
  entities,
  entityOrigins,
  entityVersions,
  projectionFaults,
  projectors,
} from "@/lib/domain/model/timeline";
import { filterParam, limitParam, textParam } from "./query";
import { pageSchemaOf, wireSchemaOf } from "./wire";

export const entityVersionSchema = wireSchemaOf(entityVersions).extend({ ref: z.string() });
export type EntityVersionRow = z.infer<typeof entityVersionSchema>;

export const projectionFaultSchema = wireSchemaOf(projectionFaults).extend({ ref: z.string() });
export type ProjectionFaultRow = z.infer<typeof projectionFaultSchema>;

/** How the stored and the recomputed state of an entity relate. */
export const entityAgreements = ["match", "drift", "only_stored", "only_projected"] as const;

/** A timeline entity without its props. */
export const entitySchema = wireSchemaOf(entities)
  .omit({ props: true })
  .extend({
    ref: z.string(),
    /** only_projected: the frames tell of it, the runtime's store never had it. */
    agreement: z.enum(entityAgreements),
    version_count: z.int(),
  });
export type EntityRow = z.infer<typeof entitySchema>;

/** One entity with props, its history and its other origin. */
export const entityDetailSchema = z.object({
  entity: wireSchemaOf(entities).extend({ ref: z.string(), agreement: z.enum(entityAgreements) }),
  /** The same entity as the other origin has it. */
  counterpart: wireSchemaOf(entities).extend({ ref: z.string() }).nullable(),
  versions: z.array(entityVersionSchema),
  /** Versions beyond the first 500 are not in `versions`. */
  version_count: z.int(),
  faults: z.array(projectionFaultSchema),
});
export type EntityDetail = z.infer<typeof entityDetailSchema>;

export const listTimelineQuerySchema = z.object({
  /** Absent: stored when the runtime's timeline is here, else projected. */
  origin: z
    .array(z.string())
    .transform((values) => values.at(-1))
    .pipe(z.enum([...entityOrigins, "all"]))
    .optional(),
  kind: filterParam,
  cursor: textParam,
  limit: limitParam(200, 500),
});
export type ListTimelineQuery = z.infer<typeof listTimelineQuerySchema>;

export const timelinePageSchema = pageSchemaOf(entitySchema).extend({
  /** Which origin the page shows. */
  origin: z.enum([...entityOrigins, "all"]),
  counts: z.object({ stored: z.int(), projected: z.int(), only_projected: z.int(), only_stored: z.int() }),
  projectors: z.array(wireSchemaOf(projectors)),
});
export type TimelinePage = z.infer<typeof timelinePageSchema>;

export const getEntityQuerySchema = z.object({ kind: textParam, origin: textParam });
