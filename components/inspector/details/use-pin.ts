"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { addNote, conversationNotesOptions, notesChanged, removeNote } from "@/lib/client/notes";
import type { Note } from "@/lib/contracts/note";

export interface PinState {
  readonly isPinned: boolean;
  /** Pins or unpins. Rejects as apiFetch does. */
  readonly toggle: () => Promise<void>;
}

/** The pin of a record. */
export function usePin(convId: string, ref: string): PinState {
  const client = useQueryClient();
  const { data } = useQuery(conversationNotesOptions(convId));
  const pinIn = (notes: readonly Note[] | undefined) =>
    notes?.find((note) => note.ref === ref && note.kind === "pin");
  return {
    isPinned: pinIn(data) !== undefined,
    toggle: async () => {
      const pin = pinIn(data ?? (await client.fetchQuery(conversationNotesOptions(convId))));
      await (pin === undefined ? addNote({ ref, kind: "pin" }) : removeNote(pin.note_id));
      await notesChanged(client);
    },
  };
}
