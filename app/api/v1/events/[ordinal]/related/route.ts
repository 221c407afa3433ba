import { defineRoute } from "@/lib/http/define-route";
import { pathOrdinal } from "@/lib/http/path-ordinal";
import { getEventRelatedRoute } from "@/lib/http/routes/event-routes";
import { getEventRelated } from "@/lib/services/related/get-related";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getEventRelatedRoute, ({ param }) =>
  getEventRelated(getServiceContext(), pathOrdinal(param("ordinal"))),
);
