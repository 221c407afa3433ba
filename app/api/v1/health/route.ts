import { defineRoute } from "@/lib/http/define-route";
import { getHealthRoute } from "@/lib/http/routes/system-routes";
import { getServiceContext } from "@/lib/services/runtime";
import { getHealth } from "@/lib/services/system/get-health";
import packageJson from "@/package.json";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getHealthRoute, () => {
  const health = getHealth(getServiceContext(), packageJson.version);
  return health.status === "ok"
    ? health
    : Response.json(health, { status: 503, headers: { "Cache-Control": "no-store" } });
});
