import type { ModelCallDetail, ToolCallDetail } from "@/lib/contracts/call";
import type {
  GuardrailDecisionRow,
  MiddlewareStepRow,
  ModeDecisionRow,
  PlannerDecisionRow,
  PromptTransformRow,
} from "@/lib/contracts/middleware";
import { firstOf, jsonPayload, nowhere, placeOf, sheetOf, textPayload, type RecordSheet } from "./sheet";

export function modelCallSheet({ model_call: call }: ModelCallDetail): RecordSheet {
  const name = firstOf(call.response_model, call.request_model, call.call_id);
  return sheetOf(
    `model call ${name}`,
    firstOf(call.error_message, call.output_preview),
    "model_calls",
    call,
    {
      mark: "model",
      failed: call.status === "failed",
      place: {
        at_ms: firstOf(call.started_at_ms, call.occurred_at_ms),
        until_ms: call.finished_at_ms,
        ordinal: firstOf(call.last_ordinal, call.first_ordinal, call.ordinal),
        turn_id: call.turn_id,
        subject: call.call_id,
      },
      payloads: [
        ...jsonPayload("Request", call.request_body),
        ...jsonPayload("Response", call.response_body),
        ...jsonPayload("Parameters", call.parameters),
      ],
    },
  );
}

export function toolCallSheet({ tool_call: call }: ToolCallDetail): RecordSheet {
  const title = `tool ${call.tool_name ?? call.tool_call_id}`;
  return sheetOf(title, firstOf(call.error_text, call.cancel_cause), "tool_calls", call, {
    mark: "tool",
    failed: call.status === "failed" || call.status === "timed_out" || call.status === "rejected",
    place: {
      at_ms: firstOf(call.started_at_ms, call.requested_at_ms, call.occurred_at_ms),
      until_ms: call.finished_at_ms,
      ordinal: firstOf(call.last_ordinal, call.first_ordinal, call.ordinal),
      turn_id: call.turn_id,
      subject: call.tool_call_id,
    },
    payloads: [
      ...jsonPayload("Arguments", call.arguments),
      ...jsonPayload("Result", call.result),
      ...textPayload("Arguments as received", call.arguments_raw),
      ...textPayload("Result as received", call.result_raw),
    ],
  });
}

export function middlewareSheet(row: MiddlewareStepRow): RecordSheet {
  return sheetOf(`middleware ${row.name ?? row.step_id}`, row.error_text, "middleware_steps", row, {
    failed: row.error_text !== null,
    place: { ...placeOf(row), at_ms: firstOf(row.started_at_ms, row.occurred_at_ms) },
    payloads: jsonPayload("Changed blocks", row.changed_blocks),
  });
}

export function modeSheet(row: ModeDecisionRow): RecordSheet {
  const title = `${row.kind ?? "mode"} → ${row.to_mode ?? "?"}`;
  return sheetOf(title, row.rationale, "mode_decisions", row, {
    payloads: jsonPayload("Metadata", row.metadata),
  });
}

export function transformSheet(row: PromptTransformRow): RecordSheet {
  return sheetOf(`prompt transform ${row.name ?? ""}`.trim(), null, "prompt_transforms", row, {
    payloads: [
      ...textPayload("Before", row.before_text),
      ...textPayload("After", row.after_text),
      ...textPayload("Difference", row.diff),
    ],
  });
}

export function guardrailSheet(row: GuardrailDecisionRow): RecordSheet {
  return sheetOf(`guardrail ${row.policy ?? ""}`.trim(), row.subject, "guardrail_decisions", row);
}

export function plannerSheet(row: PlannerDecisionRow): RecordSheet {
  const chosen = row.candidates.find((candidate) => candidate.chosen === true);
  return sheetOf(`planner → ${row.chosen ?? "?"}`, chosen?.rationale ?? null, null, row, {
    place: {
      ...nowhere,
      at_ms: row.occurred_at_ms,
      ordinal: row.ordinal,
      turn_id: row.turn_id,
      subject: row.decision_id,
    },
  });
}
