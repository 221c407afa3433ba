import { z } from "zod";
import { ordinalSchema } from "./wire";
import { failureChainStepSchema } from "./failure-chain";
import { marks } from "./joined";
import { recordKinds } from "./vocabulary";

/** A record in words, with what is needed to open it. */
export const knownRecordSchema = z.object({
  ref: z.string(),
  kind: z.enum(recordKinds),
  conv_id: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  mark: z.enum(marks),
  at_ms: z.int().nullable(),
  took_ms: z.number().nullable(),
  /** Envelope that the record is, or that stated it last. */
  ordinal: ordinalSchema.nullable(),
});
export type KnownRecord = z.infer<typeof knownRecordSchema>;

const side = z.object({ conv_id: z.string(), turn_id: z.string() });

/** The nearest earlier work of the same kind that went well, and what was otherwise then. */
export const lastGoodSchema = z.object({
  /** A call of the same tool or model, or the turn before. */
  record: knownRecordSchema,
  conversation_title: z.string().nullable(),
  /** What differs between then and now; content is cut. */
  changes: z.array(z.object({ what: z.string(), was: z.string(), is: z.string() })),
  /** Both turns, to be compared; null where one of them is not known. */
  compare: z.object({ then: side, now: side }).nullable(),
});
export type LastGood = z.infer<typeof lastGoodSchema>;

/** One recorded failure in plain words: what happened, where, what shows it, what was before it. */
export const failureAccountSchema = z.object({
  ref: z.string(),
  error_class: z.enum(marks),
  error_code: z.string(),
  at_ms: z.int().nullable(),
  /** Documented meaning of the code; null for a code of the source's own. */
  meaning: z
    .object({ title: z.string(), says: z.string(), cause: z.string(), remedy: z.string() })
    .nullable(),
  message: z.string().nullable(),
  conversation: z.object({ conv_id: z.string(), title: z.string().nullable() }).nullable(),
  turn: z
    .object({
      ref: z.string(),
      position: z.int().nullable(),
      prompt: z.string().nullable(),
      outcome: z.string().nullable(),
    })
    .nullable(),
  /** Model call, tool call and entity that the failure names. */
  records: z.array(knownRecordSchema),
  /** First envelope that shows it. */
  envelope: knownRecordSchema.nullable(),
  /** What led to it, the nearest three, oldest first; see the chain for all. */
  led_by: z.array(failureChainStepSchema),
  /** Mode, router, prompt and guardrail decisions of the turn before it, newest first. */
  decisions: z.array(knownRecordSchema),
  last_good: lastGoodSchema.nullable(),
  /** The calls of the same tool or model right before it: how many were looked at, how many of them failed. */
  calls_before: z
    .object({ kind: z.enum(["tool", "model"]), name: z.string(), count: z.int(), failed: z.int() })
    .nullable(),
});
export type FailureAccount = z.infer<typeof failureAccountSchema>;
