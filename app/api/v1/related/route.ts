import { defineRoute } from "@/lib/http/define-route";
import { getRelatedRoute } from "@/lib/http/routes/record-routes";
import { getRelated } from "@/lib/services/related/get-related";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getRelatedRoute, ({ query }) =>
  getRelated(getServiceContext(), query.ref),
);
