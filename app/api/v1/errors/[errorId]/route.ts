import { defineRoute } from "@/lib/http/define-route";
import { getErrorRoute } from "@/lib/http/routes/record-routes";
import { getError } from "@/lib/services/failures/get-error";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getErrorRoute, ({ param }) =>
  getError(getServiceContext(), param("errorId")),
);
