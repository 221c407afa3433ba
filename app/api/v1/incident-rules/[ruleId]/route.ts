import { defineRoute } from "@/lib/http/define-route";
import { removeIncidentRuleRoute } from "@/lib/http/routes/incident-routes";
import { removeIncidentRule } from "@/lib/services/incidents/regroup-incidents";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(removeIncidentRuleRoute, ({ param }) =>
  removeIncidentRule(consoleRuntime(), param("ruleId")),
);
