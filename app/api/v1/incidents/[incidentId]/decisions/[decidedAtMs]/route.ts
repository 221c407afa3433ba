import { defineRoute } from "@/lib/http/define-route";
import { takeBackDecisionRoute } from "@/lib/http/routes/incident-routes";
import { takeBackDecision } from "@/lib/services/incidents/decide-incident";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(takeBackDecisionRoute, ({ param }) =>
  takeBackDecision(consoleRuntime(), param("incidentId"), param("decidedAtMs")),
);
