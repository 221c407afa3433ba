import { defineRoute } from "@/lib/http/define-route";
import { listMiddlewareRoute } from "@/lib/http/routes/conversation-part-routes";
import { listMiddleware } from "@/lib/services/control/list-middleware";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listMiddlewareRoute, ({ param }) =>
  listMiddleware(getServiceContext(), param("convId")),
);
