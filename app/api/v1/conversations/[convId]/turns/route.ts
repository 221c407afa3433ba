import { defineRoute } from "@/lib/http/define-route";
import { listTurnsRoute } from "@/lib/http/routes/conversation-part-routes";
import { listTurns } from "@/lib/services/turns/list-turns";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listTurnsRoute, ({ query, param }) =>
  listTurns(getServiceContext(), param("convId"), query),
);
