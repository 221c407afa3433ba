import { defineRoute } from "@/lib/http/define-route";
import { pathOrdinal } from "@/lib/http/path-ordinal";
import { getEventRoute } from "@/lib/http/routes/event-routes";
import { getEvent } from "@/lib/services/events/get-event";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getEventRoute, ({ param }) =>
  getEvent(getServiceContext(), pathOrdinal(param("ordinal"))),
);
