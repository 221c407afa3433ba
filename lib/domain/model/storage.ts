import { bytes, content, epochMs, int, int64, json, label, oneOf, recordSet, required, text } from "./field";

/** Sums per source and minute: received = stored + duplicate + conflict + rejected. */
export const receipts = recordSet({
  name: "receipts",
  domain: 11,
  doc: "What came from a source in one minute and what became of it.",
  sources: "the ingest pipeline",
  key: ["source", "minute_ms"],
  fields: {
    source: required(label("Emitter or import")),
    minute_ms: required(epochMs("Start of the minute, by this store's clock")),
    received: required(int("Items received")),
    stored: required(int("Items stored")),
    duplicate: required(int("Items that were here already, byte for byte or in content")),
    conflict: required(int("Items whose identity was taken by other content")),
    rejected: required(int("Items refused")),
    bytes: required(int("Bytes received", { unit: "bytes" })),
  },
});

/** Every drop has a row. */
export const drops = recordSet({
  name: "drops",
  domain: 11,
  doc: "Items that were not stored, by reason.",
  sources: "the ingest pipeline",
  key: ["source", "reason", "minute_ms"],
  fields: {
    source: required(label("Emitter or import")),
    reason: required(label("Code of the reason")),
    minute_ms: required(epochMs("Start of the minute, by this store's clock")),
    count: required(int("Items")),
    bytes: required(int("Bytes", { unit: "bytes" })),
    first_at_ms: epochMs("First", { merge: "min" }),
    last_at_ms: epochMs("Last", { merge: "max" }),
    detail: content("Example: file, line and what was wrong"),
  },
});

/** Imports of files, with their progress. */
export const imports = recordSet({
  name: "imports",
  domain: 11,
  doc: "One file handed to the console.",
  sources: "grillo import and POST /api/v1/imports",
  key: ["import_id"],
  fields: {
    import_id: required(text("Identity of the import")),
    name: required(content("Name of the file", { sensitivity: "operational" })),
    format: label("Format found"),
    state: required(oneOf(["running", "done", "failed"] as const, "State")),
    bytes_total: bytes("Size of the file"),
    bytes_read: bytes("Bytes read so far"),
    received: int("Items received"),
    stored: int("Items stored"),
    duplicate: int("Duplicates"),
    conflict: int("Conflicts"),
    rejected: int("Refused"),
    reasons: json("Reasons of refusals and notes with counts", { sensitivity: "operational" }),
    problem_code: label("Code of the problem that ended it"),
    problem_detail: content("Detail of that problem"),
    started_at_ms: epochMs("Start"),
    finished_at_ms: epochMs("End"),
  },
});

/** Sums for charts. What each metric counts and what its dimensions are: `lib/domain/rollups/contributions.ts`. */
export const rollups = recordSet({
  name: "rollups",
  domain: 11,
  doc: "Sums per minute, hour and day for charts. What states no time is not in them.",
  sources: "computed here",
  key: ["bucket", "metric", "bucket_ms", "dimension"],
  fields: {
    bucket: required(oneOf(["minute", "hour", "day"] as const, "Width")),
    metric: required(label("events, bytes, errors, tokens, latency, first_token, model_calls, tool_calls")),
    bucket_ms: required(epochMs("Start, by the source's clock")),
    dimension: required(
      label(
        "Class of an envelope; error class and code; model, tool, status, kind of token, latency bin: joined by tabs",
      ),
    ),
    value: required(int64("Sum")),
  },
});

/** What people did in the console. */
export const auditLog = recordSet({
  name: "audit_log",
  domain: 11,
  doc: "An action that changed the store or revealed content.",
  sources: "services",
  key: ["audit_id"],
  fields: {
    audit_id: required(int("Place in the log")),
    at_ms: required(epochMs("When")),
    actor: label("Who"),
    action: required(label("What")),
    object: label("On what"),
    reason: content("Why"),
    detail: json("Further facts"),
  },
});
