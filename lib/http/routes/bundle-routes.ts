import { z } from "zod";
import { route } from "../route-definition";

export const conversationBundleRoute = route({
  method: "GET",
  path: "/api/v1/conversations/{convId}/bundle",
  summary: "Replay bundle of one conversation",
  query: z.strictObject({}),
  media_type: "application/vnd.replay-bundle+zip",
  problems: ["conversation-not-found", "envelope-damaged", "storage-busy", "overloaded"],
});
