import { defineRoute } from "@/lib/http/define-route";
import { getTurnStagesRoute } from "@/lib/http/routes/conversation-part-routes";
import { getServiceContext } from "@/lib/services/runtime";
import { getTurnStages } from "@/lib/services/turns/get-turn-stages";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getTurnStagesRoute, ({ param }) =>
  getTurnStages(getServiceContext(), param("convId"), param("turnId")),
);
