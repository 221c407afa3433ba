/** Media types of `POST /api/v1/ingest` whose bodies are lines of JSON. */
export const lineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"] as const;

/** Media types whose bodies are one JSON document: an item, or a list of them. */
export const documentTypes = [
  "application/json",
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
] as const;
