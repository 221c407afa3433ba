import type { IngestLimits } from "@/lib/contracts/ingest-report";
import { limits } from "../store/limits";
import { contentCodings } from "./inflate-body";

/** How much a request may hold; the same for everybody. */
export function getIngestLimits(): IngestLimits {
  return {
    wire_bytes: limits.ingest_wire_bytes,
    inflated_bytes: limits.ingest_inflated_bytes,
    line_bytes: limits.ingest_line_bytes,
    lines: limits.ingest_lines,
    json_depth: limits.json_depth,
    object_members: limits.object_members,
    queue_bytes: limits.queue_bytes,
    import_bytes: limits.import_bytes,
    encodings: [...contentCodings],
  };
}
