import { defineRoute } from "@/lib/http/define-route";
import { getAxisRoute } from "@/lib/http/routes/conversation-routes";
import { getAxis } from "@/lib/services/joined/get-axis";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getAxisRoute, ({ param }) =>
  getAxis(getServiceContext(), param("convId")),
);
