import { findNote, listNoteRows } from "@/db/queries/annotations";
import type { ReadStore } from "@/db/store";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { ListNotesQuery, Note, NotePage } from "@/lib/contracts/note";
import { ConsoleError } from "@/lib/domain/console-error";
import type { RecordIn } from "@/lib/domain/model";
import { notes } from "@/lib/domain/model/privacy";
import { cursorBinding } from "../cursor-binding";
import { describeRecords } from "../records/describe-records";
import { recordUrl } from "../search/record-url";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";

type NoteRow = NonNullable<ReturnType<typeof findNote>>;

/** Notes, pins and holds, newest first, each with its record in words. */
export function listNotes({ store }: ServiceContext, { conv, ref, cursor, limit }: ListNotesQuery): NotePage {
  const binding = cursorBinding("notes", { conv, ref });
  const [at, id] = cursor === undefined ? [] : decodeCursor(binding, cursor, 2);
  const rows = listNoteRows(store, {
    conv_id: conv,
    subject: ref === undefined ? undefined : subjectOf(ref),
    after: at === undefined ? undefined : { created_at_ms: Number(at), note_id: String(id) },
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: notesFromRows(store, page),
    next_cursor: last === undefined ? null : encodeCursor(binding, [last.created_at_ms, last.note_id]),
  };
}

/** One note. Throws not-found. */
export function requireNote(store: ReadStore, noteId: string): NoteRow {
  const row = findNote(store, noteId);
  if (row !== undefined) return row;
  throw new ConsoleError("not-found", "There is no such note.", { details: { note_id: noteId } });
}

export function noteFromRow(store: ReadStore, row: NoteRow): Note {
  const [note] = notesFromRows(store, [row]);
  if (note === undefined) throw new Error("one row gives one note");
  return note;
}

/** A reference as the two fields in which a note holds it. */
export function subjectOf(ref: string): { kind: string; id: string } {
  const colon = ref.indexOf(":");
  return { kind: ref.slice(0, colon), id: ref.slice(colon + 1) };
}

function refOf({ subject_kind, subject_id }: Pick<RecordIn<"notes">, "subject_kind" | "subject_id">): string {
  return `${subject_kind}:${subject_id}`;
}

function notesFromRows(store: ReadStore, rows: readonly NoteRow[]): Note[] {
  const subjects = describeRecords(store, rows.map(refOf));
  return rows.map((row) => {
    const subject = subjects.get(refOf(row));
    return {
      ...wireFromRecord(notes, row, ["subject_kind", "subject_id", "ordinal"]),
      ref: refOf(row),
      subject:
        subject === undefined
          ? null
          : { title: subject.title, summary: subject.summary, mark: subject.mark, url: recordUrl(subject) },
    };
  });
}
