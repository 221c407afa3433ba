import { defineRoute } from "@/lib/http/define-route";
import { listConversationModelCallsRoute } from "@/lib/http/routes/conversation-part-routes";
import { listModelCalls } from "@/lib/services/calls/list-model-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  listConversationModelCallsRoute,
  ({ query, param }) => listModelCalls(getServiceContext(), query, param("convId")),
);
