import { defineRoute } from "@/lib/http/define-route";
import { listConversationErrorsRoute } from "@/lib/http/routes/conversation-part-routes";
import { listErrors } from "@/lib/services/failures/list-errors";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  listConversationErrorsRoute,
  ({ query, param }) => listErrors(getServiceContext(), param("convId"), query),
);
