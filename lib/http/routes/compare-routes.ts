import { comparisonSchema, compareQuerySchema } from "@/lib/contracts/compare";
import { route } from "../route-definition";

export const compareRoute = route({
  method: "GET",
  path: "/api/v1/compare",
  summary: "Two conversations or two turns side by side, aligned turn by turn and block by block",
  query: compareQuerySchema,
  answer: comparisonSchema,
  problems: ["conversation-not-found", "not-found", "storage-busy"],
});
