import { z } from "zod";
import { marks } from "./joined";
import { linkKinds } from "./vocabulary";

/** Something that led to a failure or followed from it. */
export const failureChainStepSchema = z.object({
  /** Reference by which the inspector opens it; null for an outage, which belongs to no conversation. */
  ref: z.string().nullable(),
  kind: z.enum(["error", "anomaly", "socket", "retry", "dependency"]),
  title: z.string(),
  summary: z.string(),
  mark: z.enum(marks),
  at_ms: z.int().nullable(),
  /** Time from the failure to it, negative before. */
  offset_ms: z.int().nullable(),
  link: z.object({
    /** explicit: both name one id; derived: a rule holds; inferred: by time alone. */
    how: z.enum(linkKinds),
    rule: z.string(),
    /** Title of what the link leads to, or comes from. */
    other: z.string().nullable(),
  }),
});
export type FailureChainStep = z.infer<typeof failureChainStepSchema>;

/** What else went wrong around a failure, in causal order as far as links allow. */
export const failureChainSchema = z.object({
  conv_id: z.string().nullable(),
  focus: failureChainStepSchema.pick({ title: true, summary: true, mark: true, at_ms: true }).extend({
    ref: z.string(),
  }),
  /** What led to it, oldest first; the nearest 12. */
  before: z.array(failureChainStepSchema),
  /** What followed from it, oldest first; the nearest 12. */
  after: z.array(failureChainStepSchema),
  left_out: z.object({ before: z.int(), after: z.int() }),
});
export type FailureChain = z.infer<typeof failureChainSchema>;
