import { z } from "zod";
import { eventDetailSchema, eventPageSchema, listEventsQuerySchema } from "@/lib/contracts/event";
import { relatedSchema } from "@/lib/contracts/related";
import { route } from "../route-definition";

export const listEventsRoute = route({
  method: "GET",
  path: "/api/v1/events",
  summary: "Envelopes of all conversations, newest first",
  query: listEventsQuerySchema,
  answer: eventPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const getEventRoute = route({
  method: "GET",
  path: "/api/v1/events/{ordinal}",
  summary: "One envelope: parsed fields, payload, neighbours, anomalies, conflicts",
  query: z.strictObject({}),
  answer: eventDetailSchema,
  problems: ["event-not-found", "storage-busy"],
});

export const getEnvelopeRoute = route({
  method: "GET",
  path: "/api/v1/events/{ordinal}/envelope",
  summary: "The stored bytes of an envelope, exactly, with their SHA-256 in X-Content-SHA256",
  query: z.strictObject({}),
  media_type: "application/octet-stream",
  problems: ["event-not-found", "payload-expired", "envelope-damaged", "storage-busy"],
});

export const getEventRelatedRoute = route({
  method: "GET",
  path: "/api/v1/events/{ordinal}/related",
  summary: "Every record correlated with an envelope, and how each link is known",
  query: z.strictObject({}),
  answer: relatedSchema,
  problems: ["event-not-found", "storage-busy"],
});
