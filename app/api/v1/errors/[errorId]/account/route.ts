import { defineRoute } from "@/lib/http/define-route";
import { getFailureAccountRoute } from "@/lib/http/routes/record-routes";
import { getFailureAccount } from "@/lib/services/failures/get-failure-account";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getFailureAccountRoute, ({ param }) =>
  getFailureAccount(getServiceContext(), param("errorId")),
);
