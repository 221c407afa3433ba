import { z } from "zod";

/** Answer of `DELETE /api/v1/demo`. */
export const removedDemoSchema = z.object({
  conversations: z.int(),
  events: z.int(),
  bytes: z.int(),
  /** Conversations that stay because other sources told of them as well. */
  kept: z.array(z.string()),
});
export type RemovedDemo = z.infer<typeof removedDemoSchema>;

/** Answer of `PUT /api/v1/demo`: lines that came, and what became of them; all are duplicates the second time on one day. */
export const loadedDemoSchema = z.object({
  received: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
});

/** Answer of `POST /api/v1/demo`: how much was kept with the recording; nothing the second time. */
export const annotatedDemoSchema = z.object({ notes: z.int(), views: z.int(), decisions: z.int() });
export type AnnotatedDemo = z.infer<typeof annotatedDemoSchema>;
