import { defineRoute } from "@/lib/http/define-route";
import { getTurnRoute } from "@/lib/http/routes/conversation-part-routes";
import { getTurn } from "@/lib/services/turns/get-turn";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getTurnRoute, ({ param, query }) =>
  getTurn(getServiceContext(), param("convId"), param("turnId"), query),
);
