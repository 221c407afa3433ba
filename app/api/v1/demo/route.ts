import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { annotateDemoRoute, removeDemoRoute } from "@/lib/http/routes/demo-routes";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(annotateDemoRoute, () => consoleRuntime().writer.annotateDemo()),
  serveMethod(removeDemoRoute, () => consoleRuntime().writer.removeDemo()),
);
