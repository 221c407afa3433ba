import { z } from "zod";
import {
  getIncidentQuerySchema,
  incidentDetailSchema,
  incidentPageSchema,
  listIncidentsQuerySchema,
} from "@/lib/contracts/error";
import {
  decidedIncidentSchema,
  decideIncidentBodySchema,
  incidentRuleListSchema,
  regroupBodySchema,
  regroupedSchema,
  removedRuleSchema,
} from "@/lib/contracts/incident-edit";
import { route } from "../route-definition";

export const listIncidentsRoute = route({
  method: "GET",
  path: "/api/v1/incidents",
  summary: "Recorded failures grouped by cause, newest first",
  query: listIncidentsQuerySchema,
  answer: incidentPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const getIncidentRoute = route({
  method: "GET",
  path: "/api/v1/incidents/{incidentId}",
  summary: "One incident with its occurrences",
  query: getIncidentQuerySchema.strict(),
  answer: incidentDetailSchema,
  problems: ["incident-not-found", "invalid-cursor", "storage-busy"],
});

const editProblems = [
  "unsupported-media-type",
  "payload-too-large",
  "storage-busy",
  "storage-full",
  "storage-read-only",
] as const;

export const decideIncidentRoute = route({
  method: "PATCH",
  path: "/api/v1/incidents/{incidentId}",
  summary: "Decide about an incident: open, resolved or ignored",
  query: z.strictObject({}),
  body: decideIncidentBodySchema,
  answer: decidedIncidentSchema,
  problems: ["incident-not-found", ...editProblems],
});

export const takeBackDecisionRoute = route({
  method: "DELETE",
  path: "/api/v1/incidents/{incidentId}/decisions/{decidedAtMs}",
  summary: "Take a decision back: the one before it is in force again",
  query: z.strictObject({}),
  answer: decidedIncidentSchema,
  problems: ["incident-not-found", "not-found", "storage-busy", "storage-full", "storage-read-only"],
});

export const listIncidentRulesRoute = route({
  method: "GET",
  path: "/api/v1/incident-rules",
  summary: "Grouping rules in force, newest first",
  query: z.strictObject({}),
  answer: incidentRuleListSchema,
  problems: ["storage-busy"],
});

export const regroupIncidentsRoute = route({
  method: "POST",
  path: "/api/v1/incident-rules",
  summary: "Merge incidents into one, or split occurrences off one, by a rule that can be removed",
  query: z.strictObject({}),
  body: regroupBodySchema,
  answer: regroupedSchema,
  problems: ["incident-not-found", "incident-rule-refused", ...editProblems],
});

export const removeIncidentRuleRoute = route({
  method: "DELETE",
  path: "/api/v1/incident-rules/{ruleId}",
  summary: "Remove a grouping rule: its occurrences go back to where they came from",
  query: z.strictObject({}),
  answer: removedRuleSchema,
  problems: ["incident-rule-not-found", "storage-busy", "storage-full", "storage-read-only"],
});
