import { defineRoute } from "@/lib/http/define-route";
import { getSystemRoute } from "@/lib/http/routes/system-routes";
import { getSystem } from "@/lib/services/system/get-system";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getSystemRoute, () =>
  getSystem(getServiceContext()),
);
