import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { listSavedViewsRoute, saveViewRoute } from "@/lib/http/routes/annotation-routes";
import { listSavedViews, saveView } from "@/lib/services/annotations/saved-views";
import { getServiceContext } from "@/lib/services/runtime";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(listSavedViewsRoute, () => listSavedViews(getServiceContext())),
  serveMethod(saveViewRoute, ({ body }) => saveView(consoleRuntime(), body)),
);
