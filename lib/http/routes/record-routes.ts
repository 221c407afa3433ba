import { z } from "zod";
import {
  listModelCallsQuerySchema,
  listToolCallsQuerySchema,
  modelCallPageSchema,
  toolCallPageSchema,
} from "@/lib/contracts/call";
import { errorDetailSchema } from "@/lib/contracts/error";
import { failureAccountSchema } from "@/lib/contracts/failure-account";
import { failureChainSchema } from "@/lib/contracts/failure-chain";
import { getRelatedQuerySchema, relatedSchema } from "@/lib/contracts/related";
import { lookupSchema, searchQuerySchema, searchResultSchema } from "@/lib/contracts/search";
import {
  listTransportQuerySchema,
  transportPageSchema,
  wsSessionDetailSchema,
} from "@/lib/contracts/transport";
import { route } from "../route-definition";

export const getRelatedRoute = route({
  method: "GET",
  path: "/api/v1/related",
  summary: "Every record correlated with the one that `ref` names, in both directions",
  query: getRelatedQuerySchema.strict(),
  answer: relatedSchema,
  problems: ["not-found", "storage-busy"],
});

export const searchRoute = route({
  method: "GET",
  path: "/api/v1/search",
  summary: "Records found by id or by their text, with the words around it",
  query: searchQuerySchema.strict(),
  answer: searchResultSchema,
  problems: ["storage-busy"],
});

export const lookupRoute = route({
  method: "GET",
  path: "/api/v1/lookup/{id}",
  summary: "What an id of any kind names, and the page that shows it",
  query: z.strictObject({}),
  answer: lookupSchema,
  problems: ["storage-busy"],
});

export const listModelCallsRoute = route({
  method: "GET",
  path: "/api/v1/model-calls",
  summary: "Model calls of all conversations, newest first",
  query: listModelCallsQuerySchema,
  answer: modelCallPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const listToolCallsRoute = route({
  method: "GET",
  path: "/api/v1/tool-calls",
  summary: "Tool calls of all conversations, newest first",
  query: listToolCallsQuerySchema,
  answer: toolCallPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const listTransportRoute = route({
  method: "GET",
  path: "/api/v1/transport",
  summary: "HTTP exchanges and WebSocket sessions of all conversations, newest first",
  query: listTransportQuerySchema,
  answer: transportPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});

export const getWsSessionRoute = route({
  method: "GET",
  path: "/api/v1/transport/ws/{socketId}",
  summary: "One WebSocket session with its newest pings",
  query: z.strictObject({}),
  answer: wsSessionDetailSchema,
  problems: ["not-found", "storage-busy"],
});

export const getFailureChainRoute = route({
  method: "GET",
  path: "/api/v1/errors/{errorId}/chain",
  summary: "What led to a recorded failure and what followed from it, each step with how it is known",
  query: z.strictObject({}),
  answer: failureChainSchema,
  problems: ["not-found", "storage-busy"],
});

export const getFailureAccountRoute = route({
  method: "GET",
  path: "/api/v1/errors/{errorId}/account",
  summary: "A recorded failure in plain words: what, where, first envelope, what was before it",
  query: z.strictObject({}),
  answer: failureAccountSchema,
  problems: ["not-found", "storage-busy"],
});

export const getErrorRoute = route({
  method: "GET",
  path: "/api/v1/errors/{errorId}",
  summary: "One recorded failure with its cause chain",
  query: z.strictObject({}),
  answer: errorDetailSchema,
  problems: ["not-found", "storage-busy"],
});
