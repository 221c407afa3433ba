import { listNotedConversations, listNotedSubjects } from "@/db/queries/annotations";
import type { NoteMarkList, NoteMarksQuery } from "@/lib/contracts/note";
import { parseRecordRef, recordRef } from "@/lib/contracts/record-ref";
import { groupBy } from "@/lib/domain/group-by";
import type { ServiceContext } from "../service-context";
import { subjectOf } from "./list-notes";

/** Which of the records on show carry a note or a pin. Costs one look into an index per record; what is no reference is left out. */
export function listNoteMarks({ store }: ServiceContext, { ref }: NoteMarksQuery): NoteMarkList {
  const known = [...new Set(ref)].flatMap((text) => parseRecordRef(text) ?? []);
  const items: NoteMarkList["items"] = [];
  for (const [kind, refs] of groupBy(known, (each) => each.kind)) {
    const noted =
      kind === "conversation"
        ? listNotedConversations(
            store,
            refs.flatMap(({ parts }) => parts.slice(0, 1)),
          ).map(({ id, has_note }) => ({ ref: recordRef("conversation", id), has_note }))
        : listNotedSubjects(
            store,
            kind,
            refs.map(({ parts }) => subjectOf(recordRef(kind, ...parts)).id),
          ).map(({ id, has_note }) => ({ ref: `${kind}:${id}`, has_note }));
    for (const { ref: on, has_note } of noted) items.push({ ref: on, mark: has_note ? "note" : "pin" });
  }
  return { items };
}
