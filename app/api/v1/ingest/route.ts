import { defineRoute } from "@/lib/http/define-route";
import { ingestHeaders } from "@/lib/http/ingest-headers";
import { jsonAnswer } from "@/lib/http/json-answer";
import { ingestRoute } from "@/lib/http/routes/ingest-routes";
import { receiveIngest } from "@/lib/services/ingest/receive-ingest";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(ingestRoute, async ({ request, query }) => {
  const { status, report, is_replayed } = await receiveIngest(consoleRuntime(), {
    body: request.body,
    ...ingestHeaders(request.headers),
    all_results: query.results === "all",
  });
  return jsonAnswer(report, status, is_replayed ? { "Idempotency-Replayed": "true" } : {});
});
