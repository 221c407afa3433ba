import { defineRoute } from "@/lib/http/define-route";
import { getToolCallRoute } from "@/lib/http/routes/conversation-part-routes";
import { getToolCall } from "@/lib/services/calls/get-call";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getToolCallRoute, ({ param }) =>
  getToolCall(getServiceContext(), param("convId"), param("toolCallId")),
);
