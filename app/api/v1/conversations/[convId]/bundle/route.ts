import { defineRoute } from "@/lib/http/define-route";
import { conversationBundleRoute } from "@/lib/http/routes/bundle-routes";
import { bundleStream } from "@/lib/services/bundle/bundle-stream";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(conversationBundleRoute, ({ param }) => {
  const convId = param("convId");
  const name = `${convId.replaceAll(/[^\w.-]/g, "_")}.rpb`;
  return new Response(bundleStream(getServiceContext().store, convId), {
    headers: {
      "Content-Type": "application/vnd.replay-bundle+zip",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
});
