import { randomUUID } from "node:crypto";
import type { AddNoteBody, EditNoteBody, Note } from "@/lib/contracts/note";
import { ConsoleError } from "@/lib/domain/console-error";
import { describeRecords } from "../records/describe-records";
import type { ServiceContext } from "../service-context";
import type { StoreWriter } from "../store/store-writer";
import { noteFromRow, requireNote, subjectOf } from "./list-notes";

interface EditContext extends ServiceContext {
  readonly writer: Pick<StoreWriter, "editAnnotations">;
}

/** Keeps a note, pin or hold on a record. Throws not-found when the reference names none. */
export async function addNote(context: EditContext, { ref, kind, ...said }: AddNoteBody): Promise<Note> {
  const { store, writer, now } = context;
  const record = describeRecords(store, [ref]).get(ref);
  if (record === undefined)
    throw new ConsoleError("not-found", "The reference names no record here.", { details: { ref } });
  const subject = subjectOf(ref);
  const at = now();
  const note_id = randomUUID();
  await writer.editAnnotations({
    edit: "keep-note",
    note: {
      note_id,
      kind,
      conv_id: record.conv_id,
      subject_kind: subject.kind,
      subject_id: subject.id,
      ordinal: record.kind === "event" ? record.ordinal : null,
      ...said,
      created_at_ms: at,
      edited_at_ms: at,
      resolved: false,
    },
  });
  return noteFromRow(store, requireNote(store, note_id));
}

/** Changes what a note says, or whether it is dealt with. Throws not-found. */
export async function editNote(
  { store, writer, now }: EditContext,
  noteId: string,
  change: EditNoteBody,
): Promise<Note> {
  const row = requireNote(store, noteId);
  await writer.editAnnotations({
    edit: "keep-note",
    note: { ...row, ...change, edited_at_ms: Math.max(now(), row.edited_at_ms) },
  });
  return noteFromRow(store, requireNote(store, noteId));
}

/** Removes a note and answers what it was. Throws not-found. */
export async function removeNote({ store, writer }: EditContext, noteId: string): Promise<Note> {
  const note = noteFromRow(store, requireNote(store, noteId));
  await writer.editAnnotations({ edit: "remove-note", note_id: noteId });
  return note;
}
