import { z } from "zod";
import { eventSchema } from "@/lib/contracts/event";

/** One message of the live tail. */
export const feedPageSchema = z.object({ items: z.array(eventSchema), last_ordinal: z.string() });
