import { z } from "zod";
import { annotatedDemoSchema, loadedDemoSchema, removedDemoSchema } from "@/lib/contracts/demo";
import { route } from "../route-definition";

export const loadDemoRoute = route({
  method: "PUT",
  path: "/api/v1/demo",
  summary:
    "Writes the demo recording into the store, with what people keep with it; again on one day it changes nothing",
  query: z.strictObject({}),
  answer: loadedDemoSchema,
  problems: ["storage-busy", "storage-full", "storage-read-only"],
});

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
