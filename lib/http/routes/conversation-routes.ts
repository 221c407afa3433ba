import { z } from "zod";
import {
  conversationDetailSchema,
  conversationPageSchema,
  listConversationsQuerySchema,
} from "@/lib/contracts/conversation";
import { eventPageSchema, listEventsQuerySchema } from "@/lib/contracts/event";
import { axisSchema, joinedPageSchema, listJoinedQuerySchema } from "@/lib/contracts/joined";
import { route } from "../route-definition";

export const listConversationsRoute = route({
  method: "GET",
  path: "/api/v1/conversations",
  summary: "Conversations, newest activity first",
  query: listConversationsQuerySchema,
  answer: conversationPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const getConversationRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}",
  summary: "One conversation: identity, lifecycle, sessions, sources, counts, findings, last failures",
  query: z.strictObject({}),
  answer: conversationDetailSchema,
  problems: ["conversation-not-found", "storage-busy"],
});

export const listConversationEventsRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/events",
  summary: "Envelopes of a conversation in order of arrival",
  query: listEventsQuerySchema,
  answer: eventPageSchema,
  problems: ["conversation-not-found", "invalid-cursor", "storage-busy"],
});

export const listJoinedRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/joined",
  summary:
    "Everything that a conversation did, on one axis, from a cursor in either direction or around a record",
  query: listJoinedQuerySchema.strict(),
  answer: joinedPageSchema,
  problems: ["conversation-not-found", "invalid-cursor", "storage-busy"],
});

export const getAxisRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/axis",
  summary: "Lanes of the time axis, failures on it, and the density of events; bounded whatever the size",
  query: z.strictObject({}),
  answer: axisSchema,
  problems: ["conversation-not-found", "storage-busy"],
});
