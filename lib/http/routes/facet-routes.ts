import { facetsSchema, getFacetsQuerySchema } from "@/lib/contracts/facet";
import { route } from "../route-definition";

export const getFacetsRoute = route({
  method: "GET",
  path: "/api/v1/facets",
  summary: "Values of a list that match a query, with the rows that have each",
  query: getFacetsQuerySchema,
  answer: facetsSchema,
  problems: ["storage-busy"],
});
