import { z } from "zod";
import { listNames } from "@/lib/domain/query/query-fields";
import { anyFieldParameters, readQuery } from "./list-query";

/** Counts of one facet for the current result, its own terms left out. */
export const facetSchema = z.object({
  name: z.string(),
  /** False when more rows match than the newest 10,000, which were counted: every count is then one at least. */
  is_exact: z.boolean(),
  values: z.array(z.object({ value: z.string(), count: z.int() })),
  /** Values beyond the 50 most frequent. */
  left_out: z.int(),
});
export type Facet = z.infer<typeof facetSchema>;

export const facetsSchema = z.object({
  on: z.enum(listNames),
  facets: z.array(facetSchema),
});
export type Facets = z.infer<typeof facetsSchema>;

/** The list whose facets are counted, and its query as the list itself takes it. */
export const getFacetsQuerySchema = z
  .strictObject({
    on: z
      .array(z.string())
      .transform((values) => values.at(-1))
      .pipe(z.enum(listNames))
      .default("conversations"),
    q: z.array(z.string()).optional(),
    ...anyFieldParameters,
  })
  .transform(({ on, ...raw }, context) => ({ on, query: readQuery(on, raw, context) }));
export type GetFacetsQuery = z.infer<typeof getFacetsQuerySchema>;
