import { z } from "zod";
import { modelCallRetries, modelCalls, providerItems } from "@/lib/domain/model/model-call";
import { toolCalls, toolSideEffects } from "@/lib/domain/model/tool-call";
import { listQuerySchema } from "./list-query";
import { limitParam, textParam } from "./query";
import { pageSchemaOf, wireSchemaOf } from "./wire";

/** A model call without bodies and parameters. */
export const modelCallSchema = wireSchemaOf(modelCalls)
  .omit({ request_body: true, response_body: true, parameters: true })
  .extend({ ref: z.string() });
export type ModelCallRow = z.infer<typeof modelCallSchema>;

export const modelCallDetailSchema = z.object({
  model_call: wireSchemaOf(modelCalls).extend({ ref: z.string() }),
  retries: z.array(wireSchemaOf(modelCallRetries)),
  /** Parts of the provider's answer in the order in which they were told of, the first 200. */
  items: z.array(wireSchemaOf(providerItems)),
});
export type ModelCallDetail = z.infer<typeof modelCallDetailSchema>;

/** A tool call without arguments and result. */
export const toolCallSchema = wireSchemaOf(toolCalls)
  .omit({ arguments: true, arguments_raw: true, result: true, result_raw: true })
  .extend({
    ref: z.string(),
    /** First 200 characters of the arguments and of the result, for lists. */
    arguments_preview: z.string().nullable(),
    result_preview: z.string().nullable(),
  });
export type ToolCallRow = z.infer<typeof toolCallSchema>;

export const toolCallDetailSchema = z.object({
  tool_call: wireSchemaOf(toolCalls).extend({ ref: z.string() }),
  side_effects: z.array(wireSchemaOf(toolSideEffects)),
});
export type ToolCallDetail = z.infer<typeof toolCallDetailSchema>;

export const listModelCallsQuerySchema = listQuerySchema("model-calls", {
  cursor: textParam,
  limit: limitParam(100, 200),
});
export type ListModelCallsQuery = z.infer<typeof listModelCallsQuerySchema>;

export const listToolCallsQuerySchema = listQuerySchema("tool-calls", {
  cursor: textParam,
  limit: limitParam(100, 200),
});
export type ListToolCallsQuery = z.infer<typeof listToolCallsQuerySchema>;

export const modelCallPageSchema = pageSchemaOf(modelCallSchema);
export type ModelCallPage = z.infer<typeof modelCallPageSchema>;
export const toolCallPageSchema = pageSchemaOf(toolCallSchema);
export type ToolCallPage = z.infer<typeof toolCallPageSchema>;
