import { z } from "zod";
import { recordKinds } from "./vocabulary";
import { limitParam, textParam } from "./query";

/** A record found by id or text. */
export const searchHitSchema = z.object({
  ref: z.string(),
  kind: z.enum(recordKinds),
  title: z.string(),
  summary: z.string(),
  conv_id: z.string().nullable(),
  at_ms: z.int().nullable(),
  /** Which field held the id; `text` when its words were found, `note` when those of a note on it were. */
  matched: z.string(),
  /** The words around what was found, with the places of it (UTF-16 offsets, end excluded). */
  snippet: z.object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) }).nullable(),
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
