import { z } from "zod";
import { conversationFilterShape } from "./conversation";
import { incidentFilterShape } from "./error";

/** Counts of one facet for the current result, its own filter left out. */
export const facetSchema = z.object({
  name: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.int(), selected: z.boolean() })),
  /** Values beyond the 50 most frequent. */
  left_out: z.int(),
});
export type Facet = z.infer<typeof facetSchema>;

export const facetsSchema = z.object({
  on: z.enum(["conversations", "incidents"]),
  facets: z.array(facetSchema),
  /** False when only the newest 10,000 conversations or incidents were counted. */
  is_exact: z.boolean(),
});
export type Facets = z.infer<typeof facetsSchema>;

export const getFacetsQuerySchema = z.object({
  ...conversationFilterShape,
  ...incidentFilterShape,
  on: z
    .array(z.string())
    .transform((values) => values.at(-1))
    .pipe(z.enum(["conversations", "incidents"]))
    .default("conversations"),
});
export type GetFacetsQuery = z.infer<typeof getFacetsQuerySchema>;
