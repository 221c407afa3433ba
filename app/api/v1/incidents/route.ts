import { defineRoute } from "@/lib/http/define-route";
import { listIncidentsRoute } from "@/lib/http/routes/incident-routes";
import { listIncidents } from "@/lib/services/incidents/list-incidents";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listIncidentsRoute, ({ query }) =>
  listIncidents(getServiceContext(), query),
);
