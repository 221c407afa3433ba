import {
  getIncidentQuerySchema,
  incidentDetailSchema,
  incidentPageSchema,
  listIncidentsQuerySchema,
} from "@/lib/contracts/error";
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
