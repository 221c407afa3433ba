import { defineRoute } from "@/lib/http/define-route";
import { getEntityRoute } from "@/lib/http/routes/conversation-part-routes";
import { getEntity } from "@/lib/services/timeline/get-entity";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getEntityRoute, ({ query, param }) =>
  getEntity(getServiceContext(), param("convId"), param("entityId"), query),
);
