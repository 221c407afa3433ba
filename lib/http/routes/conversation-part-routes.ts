import { z } from "zod";
import {
  listModelCallsQuerySchema,
  listToolCallsQuerySchema,
  modelCallDetailSchema,
  modelCallPageSchema,
  toolCallDetailSchema,
  toolCallPageSchema,
} from "@/lib/contracts/call";
import { errorPageSchema, listErrorsQuerySchema } from "@/lib/contracts/error";
import { middlewareReportSchema } from "@/lib/contracts/middleware";
import {
  entityDetailSchema,
  getEntityQuerySchema,
  listTimelineQuerySchema,
  timelinePageSchema,
} from "@/lib/contracts/timeline";
import { listTransportQuerySchema, transportPageSchema } from "@/lib/contracts/transport";
import {
  getTurnQuerySchema,
  listTurnsQuerySchema,
  turnAnswerSchema,
  turnPageSchema,
  turnStagesSchema,
} from "@/lib/contracts/turn";
import { route } from "../route-definition";

const pageProblems = ["conversation-not-found", "invalid-cursor", "storage-busy"] as const;
const recordProblems = ["conversation-not-found", "not-found", "storage-busy"] as const;

export const listTimelineRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/timeline",
  summary: "Timeline entities as the runtime stored them, as recomputed, or both",
  query: listTimelineQuerySchema.strict(),
  answer: timelinePageSchema,
  problems: pageProblems,
});

export const getEntityRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/timeline/{entityId}",
  summary: "One entity with its props, its history and the state that the other origin has of it",
  query: getEntityQuerySchema.strict(),
  answer: entityDetailSchema,
  problems: recordProblems,
});

export const listTurnsRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/turns",
  summary: "Turns in order, each with its snapshots",
  query: listTurnsQuerySchema.strict(),
  answer: turnPageSchema,
  problems: pageProblems,
});

export const getTurnRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/turns/{turnId}",
  summary: "One turn with every snapshot, its blocks and their lineage",
  query: getTurnQuerySchema,
  answer: turnAnswerSchema,
  problems: recordProblems,
});

export const getTurnStagesRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/turns/{turnId}/stages",
  summary: "Recorded work of a turn beside its calls: projection and delivery",
  query: z.strictObject({}),
  answer: turnStagesSchema,
  problems: recordProblems,
});

export const listConversationModelCallsRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/model-calls",
  summary: "Model calls of a conversation in order, without bodies",
  query: listModelCallsQuerySchema,
  answer: modelCallPageSchema,
  problems: pageProblems,
});

export const getModelCallRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/model-calls/{callId}",
  summary: "One model call with bodies, parameters and retries",
  query: z.strictObject({}),
  answer: modelCallDetailSchema,
  problems: recordProblems,
});

export const listConversationToolCallsRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/tool-calls",
  summary: "Tool calls of a conversation in order, arguments and results cut",
  query: listToolCallsQuerySchema,
  answer: toolCallPageSchema,
  problems: pageProblems,
});

export const getToolCallRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/tool-calls/{toolCallId}",
  summary: "One tool call with arguments, result and side effects",
  query: z.strictObject({}),
  answer: toolCallDetailSchema,
  problems: recordProblems,
});

export const listMiddlewareRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/middleware",
  summary: "Middleware chain, mode switches, prompt transforms, guardrails and planner decisions",
  query: z.strictObject({}),
  answer: middlewareReportSchema,
  problems: ["conversation-not-found", "storage-busy"],
});

export const listConversationTransportRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/transport",
  summary: "HTTP exchanges and WebSocket sessions of a conversation",
  query: listTransportQuerySchema,
  answer: transportPageSchema,
  problems: pageProblems,
});

export const listConversationErrorsRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/errors",
  summary: "Recorded failures of a conversation in order, with cause chains",
  query: listErrorsQuerySchema.strict(),
  answer: errorPageSchema,
  problems: pageProblems,
});
