import { z } from "zod";
import { healthSchema, systemReportSchema } from "@/lib/contracts/system";
import { route } from "../route-definition";

export const getSystemRoute = route({
  method: "GET",
  path: "/api/v1/system",
  summary: "Observed processes, panics and dependencies; receipts, drops, imports and figures of the store",
  query: z.strictObject({}),
  answer: systemReportSchema,
  problems: ["storage-busy"],
});

export const getHealthRoute = route({
  method: "GET",
  path: "/api/v1/health",
  summary: "Self-diagnosis of the console; 503 when a check fails",
  query: z.strictObject({}),
  answer: healthSchema,
  problems: ["storage-busy"],
});

export const getOpenapiRoute = route({
  method: "GET",
  path: "/api/v1/openapi.json",
  summary: "This interface as an OpenAPI 3.1 document",
  query: z.strictObject({}),
  media_type: "application/json",
  problems: [],
});
