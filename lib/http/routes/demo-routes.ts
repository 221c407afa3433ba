import { z } from "zod";
import { annotatedDemoSchema, removedDemoSchema } from "@/lib/contracts/demo";
import { route } from "../route-definition";

export const removeDemoRoute = route({
  method: "DELETE",
  path: "/api/v1/demo",
  summary: "Takes the demo recording out of the store; conversations of which others told as well stay",
  query: z.strictObject({}),
  answer: removedDemoSchema,
  problems: ["storage-busy", "storage-full", "storage-read-only"],
});

export const annotateDemoRoute = route({
  method: "POST",
  path: "/api/v1/demo",
  summary: "Keeps notes, views and decisions with the demo recording, once its lines were ingested",
  query: z.strictObject({}),
  answer: annotatedDemoSchema,
  problems: ["storage-busy", "storage-full", "storage-read-only"],
});
