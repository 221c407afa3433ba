import { defineRoute } from "@/lib/http/define-route";
import { getIncidentRoute } from "@/lib/http/routes/incident-routes";
import { getIncident } from "@/lib/services/incidents/get-incident";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getIncidentRoute, ({ query, param }) =>
  getIncident(getServiceContext(), param("incidentId"), query),
);
