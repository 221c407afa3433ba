import { z } from "zod";
import { httpRequests, wsPings, wsSessions } from "@/lib/domain/model/transport";
import { listQuerySchema } from "./list-query";
import { limitParam, textParam } from "./query";
import { pageSchemaOf, wireSchemaOf } from "./wire";

export const httpRequestSchema = wireSchemaOf(httpRequests).extend({ ref: z.string() });
export type HttpRequestRow = z.infer<typeof httpRequestSchema>;
export const wsSessionSchema = wireSchemaOf(wsSessions).extend({
  ref: z.string(),
  duration_ms: z.number().nullable(),
});
export type WsSessionRow = z.infer<typeof wsSessionSchema>;
export const wsSessionDetailSchema = z.object({
  session: wsSessionSchema,
  pings: z.array(wireSchemaOf(wsPings)),
});
export type WsSessionDetail = z.infer<typeof wsSessionDetailSchema>;

/** HTTP exchanges and sockets on one axis, newest first across conversations, oldest first inside one. */
export const transportItemSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("http"), at_ms: z.int().nullable(), http: httpRequestSchema }),
  z.object({ kind: z.literal("ws"), at_ms: z.int().nullable(), ws: wsSessionSchema }),
]);
export type TransportItem = z.infer<typeof transportItemSchema>;

export const listTransportQuerySchema = listQuerySchema("transport", {
  cursor: textParam,
  limit: limitParam(100, 200),
});
export type ListTransportQuery = z.infer<typeof listTransportQuerySchema>;
export const transportPageSchema = pageSchemaOf(transportItemSchema);
export type TransportPage = z.infer<typeof transportPageSchema>;
