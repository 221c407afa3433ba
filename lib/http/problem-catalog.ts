import type { ProblemCode } from "@/lib/domain/console-error";
import type { ErrorClass } from "@/lib/domain/model/error";

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly error_class: ErrorClass;
  /** Sent as Retry-After when the caller may simply try again. */
  readonly retry_after_ms?: number;
}

/** Status, title and class of every problem code; `docs/errors/<code>.md` says more about each. */
export const problemCatalog: Readonly<Record<ProblemCode, ProblemKind>> = {
  "invalid-request": { status: 400, title: "The request is not valid", error_class: "validation" },
  "invalid-cursor": { status: 400, title: "The cursor does not fit this query", error_class: "validation" },
  "not-found": { status: 404, title: "Nothing is here", error_class: "validation" },
  "conversation-not-found": { status: 404, title: "No such conversation", error_class: "validation" },
  "event-not-found": { status: 404, title: "No such event", error_class: "validation" },
  "incident-not-found": { status: 404, title: "No such incident", error_class: "validation" },
  "incident-rule-not-found": { status: 404, title: "No such grouping rule", error_class: "validation" },
  "name-taken": { status: 409, title: "The name is taken", error_class: "validation" },
  "incident-rule-refused": {
    status: 409,
    title: "The incidents cannot be grouped like this",
    error_class: "validation",
  },
  "import-not-found": { status: 404, title: "No such import", error_class: "validation" },
  "request-in-flight": {
    status: 409,
    title: "The request is being carried out",
    error_class: "validation",
    retry_after_ms: 2_000,
  },
  "idempotency-key-reused": {
    status: 422,
    title: "The key belongs to another request",
    error_class: "validation",
  },
  "payload-too-large": { status: 413, title: "The body is too large", error_class: "validation" },
  "unsupported-media-type": {
    status: 415,
    title: "The media type is not supported",
    error_class: "validation",
  },
  "method-not-allowed": { status: 405, title: "The method is not allowed here", error_class: "validation" },
  "misdirected-request": { status: 421, title: "The host name is not served here", error_class: "transport" },
  "format-not-recognised": { status: 422, title: "The format is not recognised", error_class: "validation" },
  "file-not-found": { status: 404, title: "No such file", error_class: "validation" },
  "file-damaged": { status: 422, title: "The file is damaged", error_class: "validation" },
  "file-exists": { status: 409, title: "The file exists already", error_class: "storage" },
  "file-locked": { status: 409, title: "The file is locked", error_class: "storage" },
  "bundle-invalid": { status: 422, title: "The bundle is not valid", error_class: "validation" },
  "unsupported-bundle-version": {
    status: 422,
    title: "The bundle is of another version",
    error_class: "validation",
  },
  "envelope-damaged": { status: 500, title: "A stored envelope is damaged", error_class: "storage" },
  "payload-expired": { status: 410, title: "The bytes were removed by retention", error_class: "storage" },
  overloaded: {
    status: 503,
    title: "The console has too much to do",
    error_class: "runtime",
    retry_after_ms: 4_000,
  },
  "storage-busy": { status: 503, title: "The store is busy", error_class: "storage", retry_after_ms: 1_000 },
  "storage-corrupt": { status: 500, title: "The store is damaged", error_class: "storage" },
  "storage-full": { status: 507, title: "The disk is full", error_class: "storage", retry_after_ms: 30_000 },
  "storage-read-only": {
    status: 503,
    title: "The store cannot be written",
    error_class: "storage",
    retry_after_ms: 60_000,
  },
  "storage-too-new": { status: 500, title: "The store is of a newer version", error_class: "storage" },
  "store-locked": { status: 409, title: "Another process writes the store", error_class: "storage" },
  internal: { status: 500, title: "The console failed", error_class: "runtime" },
};
