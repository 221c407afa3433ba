import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { addNoteRoute, listNotesRoute } from "@/lib/http/routes/annotation-routes";
import { addNote } from "@/lib/services/annotations/edit-notes";
import { listNotes } from "@/lib/services/annotations/list-notes";
import { getServiceContext } from "@/lib/services/runtime";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(listNotesRoute, ({ query }) => listNotes(getServiceContext(), query)),
  serveMethod(addNoteRoute, ({ body }) => addNote(consoleRuntime(), body)),
);
