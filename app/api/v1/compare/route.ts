import { defineRoute } from "@/lib/http/define-route";
import { compareRoute } from "@/lib/http/routes/compare-routes";
import { getComparison } from "@/lib/services/compare/get-comparison";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(compareRoute, ({ query }) =>
  getComparison(getServiceContext(), query),
);
