import { defineRoute } from "@/lib/http/define-route";
import { searchRoute } from "@/lib/http/routes/record-routes";
import { searchRecords } from "@/lib/services/search/search-records";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(searchRoute, ({ query, request }) =>
  searchRecords(getServiceContext(), query, request.signal),
);
