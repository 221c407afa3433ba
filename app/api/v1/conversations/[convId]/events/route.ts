import { defineRoute } from "@/lib/http/define-route";
import { listConversationEventsRoute } from "@/lib/http/routes/conversation-routes";
import { listEvents } from "@/lib/services/events/list-events";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  listConversationEventsRoute,
  ({ query, param }) => listEvents(getServiceContext(), query, param("convId")),
);
