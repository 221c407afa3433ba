import { z } from "zod";
import { noteKinds, notes } from "@/lib/domain/model/privacy";
import { marks } from "./joined";
import { limitParam, textParam } from "./query";
import { pageSchemaOf, wireSchemaOf } from "./wire";

/** A note, pin or hold with the record that it is on. */
export const noteSchema = wireSchemaOf(notes)
  .omit({ subject_kind: true, subject_id: true, ordinal: true })
  .extend({
    /** Reference of the record. */
    ref: z.string(),
    /** The record in words; null when it is no longer here. */
    subject: z
      .object({ title: z.string(), summary: z.string(), mark: z.enum(marks), url: z.string() })
      .nullable(),
  });
export type Note = z.infer<typeof noteSchema>;

export const notePageSchema = pageSchemaOf(noteSchema);
export type NotePage = z.infer<typeof notePageSchema>;

export const listNotesQuerySchema = z.strictObject({
  /** Only those of a conversation. */
  conv: textParam,
  /** Only those on a record, by its reference. */
  ref: textParam,
  cursor: textParam,
  limit: limitParam(100, 500),
});
export type ListNotesQuery = z.infer<typeof listNotesQuerySchema>;

/** How a row of a list is marked: a note says more than a pin. */
export const noteMarks = ["note", "pin"] as const;
export type NoteMark = (typeof noteMarks)[number];

export const noteMarksQuerySchema = z.strictObject({
  /** References of the records on show; of a conversation everything in it counts. */
  ref: z.array(z.string().max(4_000)).min(1).max(200),
});
export type NoteMarksQuery = z.infer<typeof noteMarksQuerySchema>;

/** Those of the records that carry something. */
export const noteMarkListSchema = z.object({
  items: z.array(z.object({ ref: z.string(), mark: z.enum(noteMarks) })),
});
export type NoteMarkList = z.infer<typeof noteMarkListSchema>;

const body = z.string().trim().max(10_000);
const category = z.string().trim().max(100);

/** What to keep on a record. A note says something; a pin or hold may. */
export const addNoteBodySchema = z
  .strictObject({
    ref: z.string().min(1).max(4_000),
    kind: z.enum(noteKinds),
    body: body.optional(),
    category: category.optional(),
    /** As people call themselves: the console has no accounts. */
    author: z.string().trim().max(100).optional(),
  })
  .refine(({ kind, body: said }) => kind !== "note" || (said ?? "") !== "", {
    path: ["body"],
    message: "a note says something",
  });
export type AddNoteBody = z.infer<typeof addNoteBodySchema>;

export const editNoteBodySchema = z.strictObject({
  body: body.min(1).optional(),
  category: category.optional(),
  resolved: z.boolean().optional(),
});
export type EditNoteBody = z.infer<typeof editNoteBodySchema>;
