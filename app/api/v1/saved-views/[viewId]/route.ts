import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { removeViewRoute, renameViewRoute } from "@/lib/http/routes/annotation-routes";
import { removeView, renameView } from "@/lib/services/annotations/saved-views";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(renameViewRoute, ({ body, param }) => renameView(consoleRuntime(), param("viewId"), body)),
  serveMethod(removeViewRoute, ({ param }) => removeView(consoleRuntime(), param("viewId"))),
);
