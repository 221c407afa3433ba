import type { Envelope } from "../envelope";
import type { CaptureProfile } from "../model/privacy";

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

/**
 * The stage between decoding and anything that reaches a disk; every envelope passes it.
 *
 * Version 0 of the policy has no rules: it tags nothing and replaces nothing, and says so
 * (`policy_version` 0 in `/health`). Rules go here and nowhere else.
 */
export class RedactionStage {
  readonly policy_version = 0;

  constructor(readonly profile: CaptureProfile) {}

  apply(envelope: Envelope): Redacted {
    return { envelope, findings: [] };
  }
}
