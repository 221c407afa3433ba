import { defineRoute } from "@/lib/http/define-route";
import { getModelCallRoute } from "@/lib/http/routes/conversation-part-routes";
import { getModelCall } from "@/lib/services/calls/get-call";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getModelCallRoute, ({ param }) =>
  getModelCall(getServiceContext(), param("convId"), param("callId")),
);
