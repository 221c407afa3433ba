import { defineRoute } from "@/lib/http/define-route";
import { listConversationToolCallsRoute } from "@/lib/http/routes/conversation-part-routes";
import { listToolCalls } from "@/lib/services/calls/list-tool-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  listConversationToolCallsRoute,
  ({ query, param }) => listToolCalls(getServiceContext(), query, param("convId")),
);
