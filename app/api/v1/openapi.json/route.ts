import { allRoutes } from "@/lib/http/all-routes";
import { defineRoute } from "@/lib/http/define-route";
import { openapiDocument } from "@/lib/http/openapi-document";
import { getOpenapiRoute } from "@/lib/http/routes/system-routes";
import packageJson from "@/package.json";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getOpenapiRoute, () =>
  Response.json(openapiDocument(allRoutes, packageJson.version)),
);
