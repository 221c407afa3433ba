import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { ReadStore } from "../store";
import { notes, savedViews } from "../schema";

/** Last note of the page before. */
export interface NotePosition {
  readonly created_at_ms: number;
  readonly note_id: string;
}

export interface NotePageParams {
  readonly conv_id?: string | undefined;
  /** The record that the notes are on. */
  readonly subject?: { readonly kind: string; readonly id: string } | undefined;
  readonly after?: NotePosition | undefined;
  readonly limit: number;
}

/** Notes, pins and holds, newest first; of one conversation or one record by an index of its own. */
export function listNoteRows({ drizzle }: ReadStore, { conv_id, subject, after, limit }: NotePageParams) {
  return drizzle
    .select()
    .from(notes)
    .where(
      and(
        conv_id === undefined ? undefined : eq(notes.conv_id, conv_id),
        subject && and(eq(notes.subject_kind, subject.kind), eq(notes.subject_id, subject.id)),
        after &&
          sql`(${notes.created_at_ms} <= ${after.created_at_ms} AND (${notes.created_at_ms} < ${after.created_at_ms} OR ${notes.note_id} > ${after.note_id}))`,
      ),
    )
    .orderBy(desc(notes.created_at_ms), asc(notes.note_id))
    .limit(limit)
    .all();
}

/** A record that carries something, and whether a note is among it. */
export interface NotedSubject {
  readonly id: string;
  readonly has_note: boolean;
}

/** Which of some records of one kind carry a note, pin or hold: one look into an index per record. */
export function listNotedSubjects(
  { sqlite }: ReadStore,
  kind: string,
  ids: readonly string[],
): readonly NotedSubject[] {
  const places = ids.map(() => "?").join(", ");
  return sqlite
    .prepare(
      `SELECT subject_id, max(kind = 'note') FROM notes WHERE subject_kind = ? AND subject_id IN (${places}) GROUP BY subject_id`,
    )
    .raw()
    .all(kind, ...ids)
    .map(notedSubject);
}

/** Which of some conversations carry a note, pin or hold on anything in them. */
export function listNotedConversations(
  { sqlite }: ReadStore,
  convIds: readonly string[],
): readonly NotedSubject[] {
  const places = convIds.map(() => "?").join(", ");
  return sqlite
    .prepare(`SELECT conv_id, max(kind = 'note') FROM notes WHERE conv_id IN (${places}) GROUP BY conv_id`)
    .raw()
    .all(...convIds)
    .map(notedSubject);
}

/** The two columns that both statements above name. */
function notedSubject(row: unknown): NotedSubject {
  const [id, hasNote] = row as [string, bigint];
  return { id, has_note: hasNote === 1n };
}

export function findNote({ drizzle }: ReadStore, noteId: string) {
  return drizzle.select().from(notes).where(eq(notes.note_id, noteId)).get();
}

/** Saved views by page and name. People keep few. */
export function listSavedViewRows({ drizzle }: ReadStore, limit: number) {
  return drizzle
    .select()
    .from(savedViews)
    .orderBy(asc(savedViews.page), asc(savedViews.name))
    .limit(limit)
    .all();
}

export function findSavedView({ drizzle }: ReadStore, viewId: string) {
  return drizzle.select().from(savedViews).where(eq(savedViews.view_id, viewId)).get();
}

/** The view of a name on a page. */
export function findSavedViewByName({ drizzle }: ReadStore, page: string, name: string) {
  return drizzle
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.page, page), eq(savedViews.name, name)))
    .get();
}
