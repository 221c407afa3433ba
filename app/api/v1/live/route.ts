import { defineRoute } from "@/lib/http/define-route";
import { liveRoute } from "@/lib/http/routes/live-routes";
import { sseHeaders } from "@/lib/http/sse";
import { liveStream, resumeAfter } from "@/lib/services/live/live-stream";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(liveRoute, ({ request, query }) => {
  const after = resumeAfter(request.headers.get("last-event-id"), query.after);
  return new Response(liveStream(consoleRuntime(), after, request.signal), { headers: sseHeaders });
});
