import { defineRoute } from "@/lib/http/define-route";
import { liveRoute } from "@/lib/http/routes/live-routes";
import { resumeAfter, sseResponse } from "@/lib/http/sse";
import { EventFeed } from "@/lib/services/live/event-feed";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(liveRoute, ({ request, query }) => {
  const feed = new EventFeed(
    consoleRuntime(),
    resumeAfter(request.headers.get("last-event-id"), query.after),
  );
  const source = {
    close: () => {
      feed.close();
    },
    next: async (patienceMs: number) => {
      const page = await feed.next(patienceMs);
      if (page === undefined || page === "idle") return page;
      return {
        event: "events",
        id: page.last_ordinal,
        data: { items: page.items.map((item) => ({ ...item })), last_ordinal: page.last_ordinal },
      };
    },
  };
  return sseResponse(source, request.signal);
});
