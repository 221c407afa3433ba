import { z } from "zod";
import { errorClasses } from "@/lib/domain/model/error";
import { problemCodes } from "@/lib/domain/console-error";

/** RFC 9457 problem details of the console's own failures (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(problemCodes),
  error_class: z.enum(errorClasses),
  request_id: z.string(),
  /** Only for invalid-request: where in the request, as a JSON pointer. */
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        message: z.string(),
        /** Place inside a text parameter such as `q`: UTF-16 offsets, end excluded. */
        from: z.int().optional(),
        to: z.int().optional(),
        /** Text that would be right in the place. */
        suggestion: z.string().optional(),
      }),
    )
    .optional(),
  /** Where repeating the request helps; spread, so that senders do not come back together. */
  retry_after_ms: z.int().optional(),
  /** Bytes that the body or line may have. */
  limit: z.int().optional(),
  /** An ingest that ended half way: its first line that is not sure to be stored. All before it are durable. */
  next_line: z.int().optional(),
  /** Facts about this occurrence. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
