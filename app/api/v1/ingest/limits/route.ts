import { defineRoute } from "@/lib/http/define-route";
import { ingestLimitsRoute } from "@/lib/http/routes/ingest-routes";
import { getIngestLimits } from "@/lib/services/ingest/get-ingest-limits";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(ingestLimitsRoute, () => getIngestLimits());
