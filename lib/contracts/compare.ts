import { z } from "zod";
import { readCompareSide, type CompareSide } from "./compare-side";
import { textParam } from "./query";

const sideParam = textParam.transform((text, context): CompareSide => {
  const side = text === undefined ? undefined : readCompareSide(text);
  if (side !== undefined) return side;
  context.addIssue({ code: "custom", message: "expected a conversation id, or conversation/turn" });
  return z.NEVER;
});

export const compareQuerySchema = z.strictObject({ a: sideParam, b: sideParam });
export type CompareQuery = z.output<typeof compareQuerySchema>;

const pairStates = ["same", "changed", "only_a", "only_b"] as const;
const state = z.enum(pairStates);

const blockSchema = z.object({
  kind: z.string(),
  role: z.string().nullable(),
  tool_name: z.string().nullable(),
  text: z.string(),
  /** Length of the whole text; what is beyond the limit is not shown, but was compared. */
  text_length: z.int(),
  is_data: z.boolean(),
  is_failed: z.boolean(),
});
export type CompareBlock = z.infer<typeof blockSchema>;

const errorSchema = z.object({ ref: z.string(), code: z.string(), message: z.string() });
export type CompareError = z.infer<typeof errorSchema>;

const turnHeadSchema = z.object({ turn_id: z.string(), ref: z.string(), prompt: z.string() });

const factValue = z.union([z.string(), z.number()]).nullable();
export const compareFactSchema = z.object({
  group: z.enum(["model", "tools", "usage", "timing", "outcome"]),
  label: z.string(),
  /** A setting should be equal where nothing was changed; a measure differs from run to run. */
  kind: z.enum(["setting", "measure"]),
  unit: z.enum(["ms", "tokens", "usd"]).nullable(),
  /** Null where that side does not record it. */
  a: factValue,
  b: factValue,
  state,
});
export type CompareFact = z.infer<typeof compareFactSchema>;

export const compareTurnSchema = z.object({
  state,
  a: turnHeadSchema.nullable(),
  b: turnHeadSchema.nullable(),
  blocks: z.array(z.object({ state, a: blockSchema.nullable(), b: blockSchema.nullable() })),
  facts: z.array(compareFactSchema),
  errors: z.array(z.object({ state, a: errorSchema.nullable(), b: errorSchema.nullable() })),
});
export type CompareTurn = z.infer<typeof compareTurnSchema>;

const sideSchema = z.object({
  conv_id: z.string(),
  turn_id: z.string().nullable(),
  title: z.string().nullable(),
  /** Turns of the conversation, so that one can be chosen; at most those that are compared. */
  turns: z.array(z.object({ turn_id: z.string(), prompt: z.string() })),
  /** Turns beyond those that are compared. */
  left_out: z.int(),
});
export type CompareSideHead = z.infer<typeof sideSchema>;

/** Two conversations, or two turns, side by side with one alignment. */
export const comparisonSchema = z.object({
  a: sideSchema,
  b: sideSchema,
  turns: z.array(compareTurnSchema),
  /** Places in which they differ, measures aside. */
  differences: z.int(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
