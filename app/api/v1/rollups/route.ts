import { defineRoute } from "@/lib/http/define-route";
import { getRollupsRoute } from "@/lib/http/routes/rollup-routes";
import { getRollups } from "@/lib/services/rollups/get-rollups";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getRollupsRoute, ({ query }) =>
  getRollups(getServiceContext(), query),
);
