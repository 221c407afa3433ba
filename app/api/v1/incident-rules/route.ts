import { defineMethods, serveMethod } from "@/lib/http/define-route";
import { listIncidentRulesRoute, regroupIncidentsRoute } from "@/lib/http/routes/incident-routes";
import { listIncidentRules, regroupIncidents } from "@/lib/services/incidents/regroup-incidents";
import { getServiceContext } from "@/lib/services/runtime";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineMethods(
  serveMethod(listIncidentRulesRoute, () => listIncidentRules(getServiceContext())),
  serveMethod(regroupIncidentsRoute, ({ body }) => regroupIncidents(consoleRuntime(), body)),
);
