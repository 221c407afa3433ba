import { defineRoute } from "@/lib/http/define-route";
import { removeDemoRoute } from "@/lib/http/routes/demo-routes";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(removeDemoRoute, () =>
  consoleRuntime().writer.removeDemo(),
);
