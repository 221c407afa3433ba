import { envelopeHeaders } from "@/lib/contracts/event";
import { defineRoute } from "@/lib/http/define-route";
import { pathOrdinal } from "@/lib/http/path-ordinal";
import { getEnvelopeRoute } from "@/lib/http/routes/event-routes";
import { readEnvelopeBytes } from "@/lib/services/events/read-envelope-bytes";
import { getServiceContext } from "@/lib/services/runtime";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(getEnvelopeRoute, ({ param }) => {
  const ordinal = pathOrdinal(param("ordinal"));
  const { bytes, sha256 } = readEnvelopeBytes(getServiceContext(), ordinal);
  return new Response(bytes, {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Length": String(bytes.byteLength),
      "Content-Disposition": `attachment; filename="event-${ordinal}.bin"`,
      "Cache-Control": "private, no-cache",
      ETag: `"${sha256}"`,
      [envelopeHeaders.sha256]: sha256,
      [envelopeHeaders.ordinal]: String(ordinal),
      [envelopeHeaders.verified]: "true",
    },
  });
});
