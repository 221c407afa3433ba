import type { InspectedRecord } from "@/lib/client/inspector-record";
import { anomalySheet, errorSheet, faultSheet, httpSheet, panicSheet, wsSheet } from "./fault-sheets";
import { nowhere, sheetOf, type RecordSheet } from "./sheet";
import { entitySheet, eventSheet, snapshotSheet, turnSheet } from "./state-sheets";
import {
  guardrailSheet,
  middlewareSheet,
  modelCallSheet,
  modeSheet,
  plannerSheet,
  toolCallSheet,
  transformSheet,
} from "./work-sheets";

/** Prepares a record for the details pane. Pure; no payload is copied. */
export function recordSheet(record: InspectedRecord): RecordSheet {
  switch (record.kind) {
    case "event":
      return eventSheet(record.detail);
    case "turn":
      return turnSheet(record.detail);
    case "snapshot":
      return snapshotSheet(record.snapshot);
    case "entity":
      return entitySheet(record.detail);
    case "entity_version":
      return entitySheet(record.detail, record.version);
    case "model_call":
      return modelCallSheet(record.detail);
    case "tool_call":
      return toolCallSheet(record.detail);
    case "middleware":
      return middlewareSheet(record.row);
    case "mode":
      return modeSheet(record.row);
    case "transform":
      return transformSheet(record.row);
    case "guardrail":
      return guardrailSheet(record.row);
    case "planner":
      return plannerSheet(record.row);
    case "http":
      return httpSheet(record.row);
    case "ws":
      return wsSheet(record.detail);
    case "error":
      return errorSheet(record.row);
    case "anomaly":
      return anomalySheet(record.row);
    case "fault":
      return faultSheet(record.row);
    case "panic":
      return panicSheet(record.row);
    case "missing":
      return sheetOf("not found", null, null, {}, { place: nowhere });
  }
}
