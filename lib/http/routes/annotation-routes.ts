import { z } from "zod";
import {
  addNoteBodySchema,
  editNoteBodySchema,
  listNotesQuerySchema,
  noteMarkListSchema,
  noteMarksQuerySchema,
  notePageSchema,
  noteSchema,
} from "@/lib/contracts/note";
import {
  renameViewBodySchema,
  savedViewListSchema,
  savedViewSchema,
  saveViewBodySchema,
} from "@/lib/contracts/saved-view";
import { route } from "../route-definition";

const writeProblems = ["storage-busy", "storage-full", "storage-read-only"] as const;
const bodyProblems = ["unsupported-media-type", "payload-too-large", ...writeProblems] as const;
const nothing = z.strictObject({});

export const listNotesRoute = route({
  method: "GET",
  path: "/api/v1/notes",
  summary: "Notes, pins and holds on records, newest first",
  query: listNotesQuerySchema,
  answer: notePageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const listNoteMarksRoute = route({
  method: "GET",
  path: "/api/v1/notes/marks",
  summary: "Which of some records carry a note or a pin",
  query: noteMarksQuerySchema,
  answer: noteMarkListSchema,
  problems: ["storage-busy"],
});

export const addNoteRoute = route({
  method: "POST",
  path: "/api/v1/notes",
  summary: "Keep a note, pin or hold on a record",
  query: nothing,
  body: addNoteBodySchema,
  answer: noteSchema,
  problems: ["not-found", ...bodyProblems],
});

export const editNoteRoute = route({
  method: "PATCH",
  path: "/api/v1/notes/{noteId}",
  summary: "Change what a note says, or whether it is dealt with",
  query: nothing,
  body: editNoteBodySchema,
  answer: noteSchema,
  problems: ["not-found", ...bodyProblems],
});

export const removeNoteRoute = route({
  method: "DELETE",
  path: "/api/v1/notes/{noteId}",
  summary: "Remove a note, pin or hold",
  query: nothing,
  answer: noteSchema,
  problems: ["not-found", ...writeProblems],
});

export const listSavedViewsRoute = route({
  method: "GET",
  path: "/api/v1/saved-views",
  summary: "Saved views of all pages, by page and name",
  query: nothing,
  answer: savedViewListSchema,
  problems: ["storage-busy"],
});

export const saveViewRoute = route({
  method: "POST",
  path: "/api/v1/saved-views",
  summary: "Save what a page shows under a name",
  query: nothing,
  body: saveViewBodySchema,
  answer: savedViewSchema,
  problems: bodyProblems,
});

export const renameViewRoute = route({
  method: "PATCH",
  path: "/api/v1/saved-views/{viewId}",
  summary: "Give a saved view another name",
  query: nothing,
  body: renameViewBodySchema,
  answer: savedViewSchema,
  problems: ["not-found", "name-taken", ...bodyProblems],
});

export const removeViewRoute = route({
  method: "DELETE",
  path: "/api/v1/saved-views/{viewId}",
  summary: "Remove a saved view",
  query: nothing,
  answer: savedViewSchema,
  problems: ["not-found", ...writeProblems],
});
