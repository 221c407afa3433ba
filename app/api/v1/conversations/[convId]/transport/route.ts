import { defineRoute } from "@/lib/http/define-route";
import { listConversationTransportRoute } from "@/lib/http/routes/conversation-part-routes";
import { listTransport } from "@/lib/services/transport/list-transport";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  listConversationTransportRoute,
  ({ query, param }) => listTransport(getServiceContext(), query, param("convId")),
);
