import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { decideIncidentRoute, getIncidentRoute } from "@/lib/http/routes/incident-routes";
import { decideIncident } from "@/lib/services/incidents/decide-incident";
import { getIncident } from "@/lib/services/incidents/get-incident";
import { getServiceContext } from "@/lib/services/runtime";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(getIncidentRoute, ({ query, param }) =>
    getIncident(getServiceContext(), param("incidentId"), query),
  ),
  serveMethod(decideIncidentRoute, ({ body, param }) =>
    decideIncident(consoleRuntime(), param("incidentId"), body),
  ),
);
