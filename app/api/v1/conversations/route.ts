import { defineRoute } from "@/lib/http/define-route";
import { listConversationsRoute } from "@/lib/http/routes/conversation-routes";
import { listConversations } from "@/lib/services/conversations/list-conversations";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listConversationsRoute, ({ query }) =>
  listConversations(getServiceContext(), query),
);
