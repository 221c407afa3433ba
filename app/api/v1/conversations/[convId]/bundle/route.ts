import { defineRoute } from "@/lib/http/define-route";
import { conversationBundleRoute } from "@/lib/http/routes/bundle-routes";
import { consoleRuntime } from "@/lib/services/store/console-runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(conversationBundleRoute, async ({ param }) => {
  const convId = param("convId");
  const name = `${convId.replaceAll(/[^\w.-]/g, "_")}.rpb`;
  return new Response(await consoleRuntime().exports.stream(convId), {
    headers: {
      "Content-Type": "application/vnd.replay-bundle+zip",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
});
