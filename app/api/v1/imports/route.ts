import { defineRoute } from "@/lib/http/define-route";
import { importRoute } from "@/lib/http/routes/ingest-routes";
import { receiveImport } from "@/lib/services/ingest/receive-import";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(importRoute, ({ request, query }) =>
  receiveImport(consoleRuntime(), {
    body: request.body,
    name: query.name ?? "upload",
    conv_id: query.conv,
    source: query.source,
    import_id: query.id,
    hints_bytes: query.hints ?? 0,
  }),
);
