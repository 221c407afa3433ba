import type { RouteDefinition } from "./route-definition";
import * as annotationRoutes from "./routes/annotation-routes";
import * as bundleRoutes from "./routes/bundle-routes";
import * as compareRoutes from "./routes/compare-routes";
import * as conversationPartRoutes from "./routes/conversation-part-routes";
import * as conversationRoutes from "./routes/conversation-routes";
import * as demoRoutes from "./routes/demo-routes";
import * as eventRoutes from "./routes/event-routes";
import * as facetRoutes from "./routes/facet-routes";
import * as incidentRoutes from "./routes/incident-routes";
import * as ingestRoutes from "./routes/ingest-routes";
import * as liveRoutes from "./routes/live-routes";
import * as recordRoutes from "./routes/record-routes";
import * as rollupRoutes from "./routes/rollup-routes";
import * as systemRoutes from "./routes/system-routes";

/** Every route of the API. A test compares this list with the route files. */
export const allRoutes: readonly RouteDefinition[] = [
  conversationRoutes,
  conversationPartRoutes,
  bundleRoutes,
  compareRoutes,
  eventRoutes,
  recordRoutes,
  incidentRoutes,
  facetRoutes,
  rollupRoutes,
  demoRoutes,
  annotationRoutes,
  ingestRoutes,
  liveRoutes,
  systemRoutes,
].flatMap((group) => Object.values<RouteDefinition>(group));
