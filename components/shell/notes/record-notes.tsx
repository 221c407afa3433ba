"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { NoteEditor } from "@/components/data/note-editor";
import { NoteText } from "@/components/data/note-text";
import { useCommands } from "../use-commands";
import { failureText } from "@/lib/client/describe-failure";
import { addNote, notesOnOptions, notesChanged } from "@/lib/client/notes";

/**
 * Notes on the record under the cursor, and the editor of a new one; nothing where there is neither. Give it the record's
 * reference as key: an open editor belongs to it.
 */
export function RecordNotes({ convId, recordRef }: { convId: string | null; recordRef: string }) {
  const client = useQueryClient();
  const { data } = useQuery(notesOnOptions(convId, recordRef));
  const [isWriting, setIsWriting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const here = (data ?? []).filter(({ ref }) => ref === recordRef);
  const notes = here.filter(({ kind, body }) => kind === "note" || body !== null);
  const attempt = (work: Promise<unknown>) => {
    work
      .then(() => {
        setIsWriting(false);
        setProblem(undefined);
        return notesChanged(client);
      })
      .catch((error: unknown) => setProblem(failureText(error)));
  };
  useCommands("notes", [
    { id: "notes.add", label: "Write a note", group: "Notes", keys: ["N"], run: () => setIsWriting(true) },
  ]);
  if (!isWriting && notes.length === 0) return null;
  return (
    <section aria-label="Notes" className="grid max-h-64 shrink-0 gap-2 overflow-y-auto border-b px-3 py-2">
      {isWriting && (
        <NoteEditor
          label="New note"
          initial=""
          problem={problem}
          onSave={(body) => attempt(addNote({ ref: recordRef, kind: "note", body }))}
          onCancel={() => setIsWriting(false)}
        />
      )}
      {notes.length > 0 && (
        <ul className="grid gap-2">
          {notes.map((note) => (
            <li key={note.note_id} className="border-l-2 border-accent pl-2">
              <NoteText note={note} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
