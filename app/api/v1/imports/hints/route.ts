import { defineRoute } from "@/lib/http/define-route";
import { importHintsRoute } from "@/lib/http/routes/ingest-routes";
import { collectHints } from "@/lib/services/ingest/collect-hints";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(importHintsRoute, ({ request, query }) =>
  collectHints({ body: request.body, list_bytes: query.list ?? 0 }),
);
