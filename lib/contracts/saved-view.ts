import { z } from "zod";
import { savedViews } from "@/lib/domain/model/privacy";
import { listNames } from "@/lib/domain/query/query-fields";
import { wireSchemaOf } from "./wire";

const name = z.string().trim().min(1).max(80);

/** Pages whose state can be saved. */
export const viewPages = [...listNames, "overview"] as const;
export type ViewPage = (typeof viewPages)[number];

/** What a page shows, as its address has it: query and order of a list, range of the overview. */
const viewQuerySchema = z.strictObject({
  q: z.string().max(2_000),
  /** Column with a leading minus for descending; absent where the list has one order, or the usual one. */
  sort: z.string().max(60).optional(),
  /** Range of time as the query language writes it; absent for the usual one, and on lists, whose query says it. */
  time: z.string().max(100).optional(),
});
export type ViewQuery = z.infer<typeof viewQuerySchema>;

export const savedViewSchema = wireSchemaOf(savedViews).extend({
  page: z.enum(viewPages),
  query: viewQuerySchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** All of them, by page and name. */
export const savedViewListSchema = z.object({ items: z.array(savedViewSchema) });
export type SavedViewList = z.infer<typeof savedViewListSchema>;

/** What to save; the same name on the same page is replaced. */
export const saveViewBodySchema = z.strictObject({ name, page: z.enum(viewPages), query: viewQuerySchema });
export type SaveViewBody = z.infer<typeof saveViewBodySchema>;

export const renameViewBodySchema = z.strictObject({ name });
export type RenameViewBody = z.infer<typeof renameViewBodySchema>;
