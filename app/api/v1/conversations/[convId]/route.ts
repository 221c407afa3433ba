import { defineRoute } from "@/lib/http/define-route";
import { getConversationRoute } from "@/lib/http/routes/conversation-routes";
import { getConversation } from "@/lib/services/conversations/get-conversation";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getConversationRoute, ({ param }) =>
  getConversation(getServiceContext(), param("convId")),
);
