import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { annotateDemoRoute, loadDemoRoute, removeDemoRoute } from "@/lib/http/routes/demo-routes";
import { writeDemo } from "@/lib/services/demo/write-demo";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(loadDemoRoute, async () => {
    const { writer, now } = consoleRuntime();
    const { counts } = await writeDemo(writer, now());
    return counts;
  }),
  serveMethod(annotateDemoRoute, () => consoleRuntime().writer.annotateDemo()),
  serveMethod(removeDemoRoute, () => consoleRuntime().writer.removeDemo()),
);
