import type { DecideIncidentBody, RegroupBody } from "@/lib/contracts/incident-edit";

/** What a person does to incidents; goes to the writer, which does it in one transaction. */
export type IncidentEdit =
  | {
      readonly edit: "decide";
      readonly incident_id: string;
      readonly decision: DecideIncidentBody;
      /** When it was decided, epoch ms, where that was not now. */
      readonly at_ms?: number;
    }
  | { readonly edit: "take-back"; readonly incident_id: string; readonly decided_at_ms: number }
  | { readonly edit: "regroup"; readonly rule: RegroupBody }
  | { readonly edit: "remove-rule"; readonly rule_id: string };

/** Rules that an edit made; empty for the others. */
export interface IncidentEditOutcome {
  readonly rule_ids: readonly string[];
}
