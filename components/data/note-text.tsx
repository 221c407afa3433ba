"use client";
import { useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import Check from "lucide-react/icons/check";
import Pencil from "lucide-react/icons/pencil";
import Trash from "lucide-react/icons/trash-2";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { failureText } from "@/lib/client/describe-failure";
import { editNote, notesChanged, removeNote } from "@/lib/client/notes";
import type { Note } from "@/lib/contracts/note";
import { NoteEditor } from "./note-editor";
import { TimeText } from "./time-text";

/** Characters beyond which a note is folded until it is asked for whole. */
const foldedFrom = 400;

/** A note as it is kept, with what can be done about it: change, tick off, remove. */
export function NoteText({ note }: { note: Note }) {
  const client = useQueryClient();
  const [isEditing, setIsEditing] = useState(false);
  const [wasEdited, setWasEdited] = useState(false);
  const [isWhole, setIsWhole] = useState(false);
  const [problem, setProblem] = useState<string>();
  const leaveEditor = () => {
    setIsEditing(false);
    setWasEdited(true);
  };
  const attempt = (work: Promise<Note>) => {
    work
      .then(() => {
        if (isEditing) leaveEditor();
        setProblem(undefined);
        return notesChanged(client);
      })
      .catch((error: unknown) => setProblem(failureText(error)));
  };
  if (isEditing)
    return (
      <NoteEditor
        label="Note"
        initial={note.body ?? ""}
        problem={problem}
        onSave={(body) => attempt(editNote(note.note_id, { body }))}
        onCancel={leaveEditor}
      />
    );
  const isResolved = note.resolved === true;
  const isLong = (note.body?.length ?? 0) > foldedFrom;
  return (
    <div className="flex min-w-0 items-start gap-1">
      <div className="min-w-0 flex-1">
        <p
          className={clsx(
            "text-sm break-words whitespace-pre-wrap",
            isResolved && "text-fg-subtle line-through",
            isLong && !isWhole && "line-clamp-4",
          )}
        >
          {note.body ?? (note.kind === "hold" ? "Held" : "Pinned")}
        </p>
        <p className="flex flex-wrap gap-x-2 text-xs text-fg-subtle">
          {isLong && (
            <button
              type="button"
              className="link"
              aria-expanded={isWhole}
              onClick={() => setIsWhole(!isWhole)}
            >
              {isWhole ? "Show less" : "Show all of it"}
            </button>
          )}
          <TimeText ms={note.created_at_ms} show="short" />
          {note.edited_at_ms > note.created_at_ms && (
            <span>
              changed <TimeText ms={note.edited_at_ms} show="short" />
            </span>
          )}
          {note.author !== null && <span>{note.author}</span>}
          {note.category !== null && <span>{note.category}</span>}
        </p>
        {problem !== undefined && (
          <p role="alert" className="text-xs text-err">
            {problem}
          </p>
        )}
      </div>
      <IconButton
        label={isResolved ? "Not dealt with" : "Dealt with"}
        pressed={isResolved}
        icon={<Check width={13} height={13} />}
        onClick={() => attempt(editNote(note.note_id, { resolved: !isResolved }))}
      />
      {note.body !== null && (
        <IconButton
          label="Change the note"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- it stood here before the editor took its place
          autoFocus={wasEdited}
          icon={<Pencil width={13} height={13} />}
          onClick={() => setIsEditing(true)}
        />
      )}
      <IconButton
        label={note.kind === "note" ? "Remove the note" : "Remove the pin"}
        icon={<Trash width={13} height={13} />}
        onClick={() => attempt(removeNote(note.note_id))}
      />
    </div>
  );
}
