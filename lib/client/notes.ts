import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { AddNoteBody, EditNoteBody, Note } from "@/lib/contracts/note";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

const path = "/api/v1/notes";
const contract = () => import("@/lib/contracts/note");

/** What the keys of everything asked about notes begin with. */
const notesKey = ["notes"] as const;

/** Notes and pins of a conversation or on a record, newest first; at most 500 are shown with it. */
const notesOf = (name: "conv" | "ref", value: string) =>
  queryOptions({
    queryKey: [...notesKey, name, value],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ [name]: value, limit: "500" });
      const { items } = await apiFetch(`${path}?${query.toString()}`, (await contract()).notePageSchema, {
        signal,
      });
      return items;
    },
    staleTime: freshness.list,
  });

export const conversationNotesOptions = (convId: string) => notesOf("conv", convId);

/** Which of some records carry a note or a pin. */
export const noteMarksOptions = (refs: readonly string[]) =>
  queryOptions({
    queryKey: [...notesKey, "marks", refs],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams(refs.map((ref) => ["ref", ref]));
      const { items } = await apiFetch(
        `${path}/marks?${query.toString()}`,
        (await contract()).noteMarkListSchema,
        { signal },
      );
      return items;
    },
    enabled: refs.length > 0,
    staleTime: freshness.list,
  });

/** Where the notes on a record are found: among those of the conversation that is open, else by themselves. */
export const notesOnOptions = (convId: string | null, ref: string) =>
  convId === null ? notesOf("ref", ref) : conversationNotesOptions(convId);

/** Notes and pins of all conversations, newest first, or of one. */
export const allNotesOptions = (convId: string | null) =>
  infiniteQueryOptions({
    queryKey: [...notesKey, "all", convId],
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(convId === null ? {} : { conv: convId }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      });
      return apiFetch(`${path}?${query.toString()}`, (await contract()).notePageSchema, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }: { next_cursor: string | null }) => next_cursor ?? undefined,
    staleTime: freshness.list,
  });

/** Keeps a note or pin on a record. Throws as apiFetch does. */
export async function addNote(note: AddNoteBody): Promise<Note> {
  return apiFetch(path, (await contract()).noteSchema, { method: "POST", json: note });
}

export async function editNote(noteId: string, change: EditNoteBody): Promise<Note> {
  return apiFetch(`${path}/${encodeURIComponent(noteId)}`, (await contract()).noteSchema, {
    method: "PATCH",
    json: change,
  });
}

export async function removeNote(noteId: string): Promise<Note> {
  return apiFetch(`${path}/${encodeURIComponent(noteId)}`, (await contract()).noteSchema, {
    method: "DELETE",
  });
}

/** Notes were changed: whatever shows them asks again. */
export function notesChanged(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: notesKey });
}
