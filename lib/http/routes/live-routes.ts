import { z } from "zod";
import { ordinalParam } from "@/lib/contracts/query";
import { route } from "../route-definition";

export const liveRoute = route({
  method: "GET",
  path: "/api/v1/live",
  summary: "Envelopes as they are stored (server-sent events); resumes behind `after` or Last-Event-ID",
  query: z.strictObject({ after: ordinalParam }),
  media_type: "text/event-stream",
  problems: ["overloaded"],
});
