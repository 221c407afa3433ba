import type { RecordChange } from "../model";
import type { JsonValue } from "../model/field";
import { fingerprintOf, fingerprintVersion, normaliseMessage } from "./fingerprint";
import type { Severity } from "./failure-kind";
import { classOf, failureKinds, type FailureCode } from "./taxonomy";

/** One link of a cause chain, outermost first. */
export interface CauseDraft {
  readonly message: string;
  readonly code?: string | undefined;
}

/** A failure as a rule found it. */
export interface FailureDraft {
  /** Name of the rule, kebab-case. */
  readonly rule: string;
  /** What failed: with conversation and rule it is the identity of the failure. */
  readonly subject: string;
  readonly code: FailureCode;
  /** Message as recorded. */
  readonly message?: string | undefined;
  /** Text to group by where the message has more in it than the cause. */
  readonly grouped_by?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly handled?: boolean | undefined;
  readonly stack?: string | undefined;
  readonly at_ms?: number | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly request_id?: string | undefined;
  readonly ordinal?: bigint | undefined;
  readonly model_call_id?: string | undefined;
  readonly tool_call_id?: string | undefined;
  readonly entity_id?: string | undefined;
  readonly phase?: string | undefined;
  readonly tool_name?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly http_status?: number | undefined;
  /** How keys became known that no event states, by field. */
  readonly key_origins?: JsonValue | undefined;
  readonly causes?: readonly CauseDraft[] | undefined;
}

/** Identity of a failure: equal for the same subject, however often it is found. */
export function failureId(
  conv_id: string,
  draft: Pick<FailureDraft, "rule" | "subject">,
  sha256: (text: string) => string,
): string {
  return `f-${sha256([conv_id, draft.rule, draft.subject].join("\u0000")).slice(0, 24)}`;
}

/** Rows of a failure: the error and its causes. `conv_id` is absent for failures of a process. */
export function failureRows(
  conv_id: string | undefined,
  draft: FailureDraft,
  sha256: (text: string) => string,
): RecordChange[] {
  const { code, message } = draft;
  const known = failureKinds[code];
  const error_id = failureId(conv_id ?? "", draft, sha256);
  const { fingerprint, parts } = fingerprintOf(
    { code, tool_name: draft.tool_name, message: draft.grouped_by ?? message },
    sha256,
  );
  const rows: RecordChange[] = [
    {
      set: "errors",
      row: {
        error_id,
        conv_id,
        error_code: code,
        error_class: classOf(code),
        safe_message: known.safe_message,
        raw_message: message,
        stack: draft.stack,
        rule: draft.rule,
        event_ordinal: draft.ordinal,
        ordinal: draft.ordinal,
        model_call_id: draft.model_call_id,
        tool_call_id: draft.tool_call_id,
        entity_id: draft.entity_id,
        phase: draft.phase,
        tool_name: draft.tool_name,
        model: draft.model,
        provider: draft.provider,
        http_status: draft.http_status,
        fingerprint,
        fingerprint_version: fingerprintVersion,
        normalised_message: parts.message === "" ? normaliseMessage(known.safe_message) : parts.message,
        grouped_message: draft.grouped_by === message ? undefined : draft.grouped_by,
        retryable: known.retryable,
        handled: draft.handled,
        severity: draft.severity ?? known.severity,
        session_id: draft.session_id,
        turn_id: draft.turn_id,
        run_id: draft.run_id,
        request_id: draft.request_id,
        occurred_at_ms: draft.at_ms,
        key_origins: draft.key_origins,
      },
    },
  ];
  (draft.causes ?? []).forEach(({ message: cause, code: causeCode }, position) => {
    rows.push({ set: "error_causes", row: { error_id, position, message: cause, code: causeCode } });
  });
  return rows;
}
