import { defineRoute } from "@/lib/http/define-route";
import { listTimelineRoute } from "@/lib/http/routes/conversation-part-routes";
import { listTimeline } from "@/lib/services/timeline/list-timeline";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listTimelineRoute, ({ query, param }) =>
  listTimeline(getServiceContext(), param("convId"), query),
);
