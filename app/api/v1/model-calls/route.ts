import { defineRoute } from "@/lib/http/define-route";
import { listModelCallsRoute } from "@/lib/http/routes/record-routes";
import { listModelCalls } from "@/lib/services/calls/list-model-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listModelCallsRoute, ({ query }) =>
  listModelCalls(getServiceContext(), query),
);
