import { defineRoute } from "@/lib/http/define-route";
import { listEventsRoute } from "@/lib/http/routes/event-routes";
import { listEvents } from "@/lib/services/events/list-events";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listEventsRoute, ({ query }) =>
  listEvents(getServiceContext(), query),
);
