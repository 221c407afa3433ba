"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Pin from "lucide-react/icons/pin";
import StickyNote from "lucide-react/icons/sticky-note";
import { useState } from "react";
import { NoteEditor } from "@/components/data/note-editor";
import { NoteText } from "@/components/data/note-text";
import { useCommands } from "../use-commands";
import { buttonClass } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { describeFailure } from "@/lib/client/describe-failure";
import { addNote, notesOnOptions, notesChanged } from "@/lib/client/notes";
import { usePin } from "./use-pin";

/** Notes on the record under the cursor, and its pin. Give it the record's reference as key: an open editor belongs to it. */
export function RecordNotes({ convId, recordRef }: { convId: string | null; recordRef: string }) {
  const client = useQueryClient();
  const { data } = useQuery(notesOnOptions(convId, recordRef));
  const [isWriting, setIsWriting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const here = (data ?? []).filter(({ ref }) => ref === recordRef);
  const notes = here.filter(({ kind, body }) => kind === "note" || body !== null);
  const pin = usePin(convId, recordRef);
  const attempt = (work: Promise<unknown>) => {
    work
      .then(() => {
        setIsWriting(false);
        setProblem(undefined);
        return notesChanged(client);
      })
      .catch((error: unknown) => setProblem(describeFailure(error).detail));
  };
  useCommands("notes", [
    { id: "notes.add", label: "Write a note", group: "Notes", keys: ["N"], run: () => setIsWriting(true) },
  ]);
  const small = buttonClass({ size: "small" });
  return (
    <section aria-label="Notes" className="grid shrink-0 gap-2 border-b px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-1">
        <button
          type="button"
          aria-pressed={pin.isPinned}
          className={`${small} aria-pressed:border-accent`}
          onClick={() => attempt(pin.toggle())}
        >
          <Pin
            width={12}
            height={12}
            aria-hidden="true"
            fill={pin.isPinned ? "currentColor" : "none"}
            className={pin.isPinned ? "text-accent" : undefined}
          />
          {pin.isPinned ? "Pinned" : "Pin"}
          <Kbd keys="P" />
        </button>
        <button type="button" className={small} onClick={() => setIsWriting(true)}>
          <StickyNote width={12} height={12} aria-hidden="true" /> Note
          <Kbd keys="N" />
        </button>
      </div>
      {isWriting && (
        <NoteEditor
          label="New note"
          initial=""
          problem={problem}
          onSave={(body) => attempt(addNote({ ref: recordRef, kind: "note", body }))}
          onCancel={() => setIsWriting(false)}
        />
      )}
      {!isWriting && problem !== undefined && (
        <p role="alert" className="text-xs text-err">
          {problem}
        </p>
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
