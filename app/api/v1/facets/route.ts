import { defineRoute } from "@/lib/http/define-route";
import { getFacetsRoute } from "@/lib/http/routes/facet-routes";
import { getFacets } from "@/lib/services/facets/get-facets";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getFacetsRoute, ({ query }) =>
  getFacets(getServiceContext(), query),
);
