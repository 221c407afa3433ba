import { defineRoute } from "@/lib/http/define-route";
import { jsonAnswer } from "@/lib/http/json-answer";
import { ingestRoute } from "@/lib/http/routes/ingest-routes";
import { receiveIngest } from "@/lib/services/ingest/receive-ingest";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(ingestRoute, async ({ request, query }) => {
  const { headers, body } = request;
  const length = headers.get("content-length");
  const sentAt = headers.get("x-sent-at-ms");
  const { status, report } = await receiveIngest(consoleRuntime(), {
    body,
    content_type: (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    content_encoding: (headers.get("content-encoding") ?? "").trim().toLowerCase(),
    content_length: length === null ? undefined : Number(length),
    source: headers.get("x-ingest-source") ?? undefined,
    sent_at_ms: sentAt !== null && /^\d{1,15}$/.test(sentAt) ? Number(sentAt) : undefined,
    all_results: query.results === "all",
  });
  return jsonAnswer(report, status);
});
