import { facetsSchema, getFacetsQuerySchema } from "@/lib/contracts/facet";
import { route } from "../route-definition";

export const getFacetsRoute = route({
  method: "GET",
  path: "/api/v1/facets",
  summary: "Counts for the facet rail of conversations or incidents",
  query: getFacetsQuerySchema.strict(),
  answer: facetsSchema,
  problems: ["storage-busy"],
});
