import { defineRoute } from "@/lib/http/define-route";
import { getWsSessionRoute } from "@/lib/http/routes/record-routes";
import { getWsSession } from "@/lib/services/transport/get-ws-session";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getWsSessionRoute, ({ param }) =>
  getWsSession(getServiceContext(), param("socketId")),
);
