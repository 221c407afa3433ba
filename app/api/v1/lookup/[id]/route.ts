import { defineRoute } from "@/lib/http/define-route";
import { lookupRoute } from "@/lib/http/routes/record-routes";
import { lookUp } from "@/lib/services/search/look-up";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(lookupRoute, ({ param }) =>
  lookUp(getServiceContext(), param("id")),
);
