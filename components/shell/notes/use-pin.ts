"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { addNote, notesOnOptions, notesChanged, removeNote } from "@/lib/client/notes";
import type { Note } from "@/lib/contracts/note";

export interface PinState {
  readonly isPinned: boolean;
  /** Pins or unpins. Rejects as apiFetch does. */
  readonly toggle: () => Promise<void>;
}

/** The pin of a record. */
export function usePin(convId: string | null, ref: string): PinState {
  const client = useQueryClient();
  const { data } = useQuery(notesOnOptions(convId, ref));
  const pinIn = (notes: readonly Note[] | undefined) =>
    notes?.find((note) => note.ref === ref && note.kind === "pin");
  return {
    isPinned: pinIn(data) !== undefined,
    toggle: async () => {
      // What is shown may be a moment old: the same key pressed again would pin a second time.
      const pin = pinIn(await client.fetchQuery({ ...notesOnOptions(convId, ref), staleTime: 0 }));
      await (pin === undefined ? addNote({ ref, kind: "pin" }) : removeNote(pin.note_id));
      await notesChanged(client);
    },
  };
}
