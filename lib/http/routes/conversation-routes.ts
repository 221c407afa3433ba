import { conversationPageSchema, listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { route } from "../route-definition";

export const listConversationsRoute = route({
  method: "GET",
  path: "/api/v1/conversations",
  summary: "Conversations, newest activity first",
  query: listConversationsQuerySchema.strict(),
  answer: conversationPageSchema,
  problems: ["invalid-cursor", "storage-busy"],
});
