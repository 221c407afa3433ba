import type { ConversationDetail } from "@/lib/contracts/conversation";
import type { RecordedErrorDetail } from "@/lib/contracts/error";
import { codeOfFault } from "@/lib/domain/failures/fault-code";
import { anomalyText, findingWord } from "./anomaly-text";

/** A failure or a finding as one line of a list. Findings have no class: nothing failed by them alone. */
export interface FailureLine {
  readonly ref: string;
  readonly at_ms: number | null;
  readonly error_class: string | null;
  readonly code: string;
  readonly message: string;
  /** Tool, model, entity or stream concerned. */
  readonly where: string;
  readonly severity: string | null;
}

/** Failures with the findings that the conversation carries along, by time; those without a time first. */
export function failureLines(
  errors: readonly RecordedErrorDetail[],
  { anomalies, faults }: Pick<ConversationDetail, "anomalies" | "faults">,
): readonly FailureLine[] {
  return [
    ...errors.map((error) => ({
      ref: error.ref,
      at_ms: error.occurred_at_ms,
      error_class: error.error_class,
      code: error.error_code,
      message: error.raw_message ?? error.safe_message ?? "",
      where: error.tool_name ?? error.model ?? error.entity_id ?? error.phase ?? "",
      severity: error.severity,
    })),
    ...anomalies.map((anomaly) => ({
      ref: anomaly.ref,
      at_ms: anomaly.occurred_at_ms ?? anomaly.ingested_at_ms,
      error_class: null,
      code: `order ${findingWord(anomaly.kind)}`,
      message: anomalyText(anomaly),
      where: anomaly.stream,
      severity: null,
    })),
    ...faults.map((fault) => ({
      ref: fault.ref,
      at_ms: fault.occurred_at_ms,
      error_class: null,
      code: `projection ${findingWord(fault.kind)}`,
      message: [`found with ${codeOfFault(fault)}`, fault.detail].filter((part) => part !== null).join(" · "),
      where: [fault.entity_id, fault.field].filter((part) => part !== null).join("."),
      severity: null,
    })),
  ].sort((a, b) => (a.at_ms ?? 0) - (b.at_ms ?? 0));
}
