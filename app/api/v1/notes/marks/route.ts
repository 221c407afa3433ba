import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { listNoteMarksRoute } from "@/lib/http/routes/annotation-routes";
import { listNoteMarks } from "@/lib/services/annotations/list-note-marks";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(listNoteMarksRoute, ({ query }) => listNoteMarks(getServiceContext(), query)),
);
