import type { DocumentDecoder, FormatId } from "../format";
import { decodeDebugConversations } from "./debug-conversations";
import { decodeDebugEvents } from "./debug-events";
import { decodeDebugRecords } from "./debug-records";
import { decodeDebugTurns } from "./debug-turns";
import { decodeEventViewer } from "./event-viewer";
import { decodeTimelineDebug } from "./timeline-debug";
import { decodeRunArtifact } from "./run-artifact";
import { decodeRunExchange } from "./run-exchange";
import { decodeSessionExport } from "./session-export";
import { decodeTimelineSnapshot } from "./timeline-snapshot";
import { decodeTurnDocument } from "./turn-document";

/** Formats of the observed runtime that are read as one document. */
export type PinocchioDocument = Extract<
  FormatId,
  | "debug-conversations"
  | "debug-events"
  | "debug-turns"
  | "debug-records"
  | "event-viewer"
  | "timeline-debug"
  | "timeline-snapshot"
  | "session-export"
  | "turn-document"
  | "run-artifact"
  | "run-exchange"
>;

export const documentDecoders: Readonly<Record<PinocchioDocument, DocumentDecoder>> = {
  "debug-conversations": decodeDebugConversations,
  "debug-events": decodeDebugEvents,
  "debug-turns": decodeDebugTurns,
  "debug-records": decodeDebugRecords,
  "event-viewer": decodeEventViewer,
  "timeline-debug": decodeTimelineDebug,
  "timeline-snapshot": decodeTimelineSnapshot,
  "session-export": decodeSessionExport,
  "turn-document": decodeTurnDocument,
  "run-artifact": decodeRunArtifact,
  "run-exchange": decodeRunExchange,
};
