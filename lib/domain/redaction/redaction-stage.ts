import type { Envelope } from "../envelope";
import type { RecordChange } from "../model";
import type { CaptureProfile } from "../model/privacy";
import { withoutHttpCredentials, withoutUrlCredentials } from "./http-credentials";

/** What redaction did to one envelope, for the report of its conversation. */
export interface RedactionFinding {
  readonly rule: string;
  readonly sensitivity: "content" | "personal" | "secret";
  readonly bytes_removed: number;
}

export interface Redacted {
  readonly envelope: Envelope;
  readonly findings: readonly RedactionFinding[];
}

/** Types of envelopes that hold an HTTP exchange with its headers. */
const httpExchangeTypes: ReadonlySet<string> = new Set([
  "run.http_request",
  "run.http_response",
  "run.http_undecodable",
]);

/**
 * The stage between decoding and anything that reaches a disk; every envelope passes it.
 *
 * Version 1 of the policy has one rule, in every profile: credentials in headers and addresses of recorded HTTP
 * exchanges are replaced. It tags nothing. Rules go here and nowhere else.
 */
export class RedactionStage {
  readonly policy_version = 1;

  constructor(readonly profile: CaptureProfile) {}

  apply(envelope: Envelope): Redacted {
    if (!httpExchangeTypes.has(envelope.type)) return { envelope, findings: [] };
    // One character per byte: whatever is not replaced comes back byte for byte, UTF-8 or not.
    const { text, removed } = withoutHttpCredentials(Buffer.from(envelope.bytes).toString("latin1"));
    const records = envelope.records.map(withoutCredentials);
    if (removed === 0) return { envelope: { ...envelope, records }, findings: [] };
    return {
      envelope: { ...envelope, bytes: Buffer.from(text, "latin1"), records },
      findings: [{ rule: "http-credentials", sensitivity: "secret", bytes_removed: removed }],
    };
  }
}

function withoutCredentials(change: RecordChange): RecordChange {
  if (change.set !== "http_requests" || typeof change.row.path !== "string") return change;
  return { set: "http_requests", row: { ...change.row, path: withoutUrlCredentials(change.row.path) } };
}
