import { getRollupsQuerySchema, rollupsSchema } from "@/lib/contracts/rollup";
import { route } from "../route-definition";

export const getRollupsRoute = route({
  method: "GET",
  path: "/api/v1/rollups",
  summary:
    "Sums and percentiles over a range, step by step: envelopes, bytes, failures, tokens, latencies, calls",
  query: getRollupsQuerySchema,
  answer: rollupsSchema,
  problems: ["storage-busy"],
});
