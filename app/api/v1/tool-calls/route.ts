import { defineRoute } from "@/lib/http/define-route";
import { listToolCallsRoute } from "@/lib/http/routes/record-routes";
import { listToolCalls } from "@/lib/services/calls/list-tool-calls";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listToolCallsRoute, ({ query }) =>
  listToolCalls(getServiceContext(), query),
);
