import { z } from "zod";
import { recordKinds } from "./vocabulary";
import { limitParam, textParam } from "./query";

/** A record found by id or title. */
export const searchHitSchema = z.object({
  ref: z.string(),
  kind: z.enum(recordKinds),
  title: z.string(),
  summary: z.string(),
  conv_id: z.string().nullable(),
  at_ms: z.int().nullable(),
  /** Which field matched. */
  matched: z.string(),
  /** Page of the console that shows it. */
  url: z.string(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchQuerySchema = z.object({ q: textParam, limit: limitParam(20, 50) });
export type SearchQuery = z.infer<typeof searchQuerySchema>;
export const searchResultSchema = z.object({ items: z.array(searchHitSchema) });
export type SearchResult = z.infer<typeof searchResultSchema>;

/** What an arbitrary id names, most specific first. */
export const lookupSchema = z.object({ id: z.string(), items: z.array(searchHitSchema) });
export type Lookup = z.infer<typeof lookupSchema>;
