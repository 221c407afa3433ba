import { defineRoute } from "@/lib/http/define-route";
import { getFailureChainRoute } from "@/lib/http/routes/record-routes";
import { getFailureChain } from "@/lib/services/failures/get-failure-chain";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getFailureChainRoute, ({ param }) =>
  getFailureChain(getServiceContext(), param("errorId")),
);
