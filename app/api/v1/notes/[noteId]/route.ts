import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { editNoteRoute, removeNoteRoute } from "@/lib/http/routes/annotation-routes";
import { editNote, removeNote } from "@/lib/services/annotations/edit-notes";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(editNoteRoute, ({ body, param }) => editNote(consoleRuntime(), param("noteId"), body)),
  serveMethod(removeNoteRoute, ({ param }) => removeNote(consoleRuntime(), param("noteId"))),
);
