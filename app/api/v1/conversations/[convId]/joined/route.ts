import { defineRoute } from "@/lib/http/define-route";
import { listJoinedRoute } from "@/lib/http/routes/conversation-routes";
import { listJoined } from "@/lib/services/joined/list-joined";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listJoinedRoute, ({ query, param }) =>
  listJoined(getServiceContext(), param("convId"), query),
);
