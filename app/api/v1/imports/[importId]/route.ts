import { defineRoute } from "@/lib/http/define-route";
import { importStateRoute } from "@/lib/http/routes/ingest-routes";
import { getImport } from "@/lib/services/ingest/get-import";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(importStateRoute, ({ param }) =>
  getImport(consoleRuntime(), param("importId")),
);
