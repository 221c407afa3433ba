import { defineRoute } from "@/lib/http/define-route";
import { listTransportRoute } from "@/lib/http/routes/record-routes";
import { listTransport } from "@/lib/services/transport/list-transport";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(listTransportRoute, ({ query }) =>
  listTransport(getServiceContext(), query),
);
