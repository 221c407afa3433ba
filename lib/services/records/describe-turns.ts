import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import { countOf, described, linksTo, oneLine, phrase, type Described } from "./described";
import { tookOf } from "./describe-calls";

export function describeTurn(row: LoadedRow<"turn">): Described {
  return described({
    ref: recordRef("turn", row.conv_id, row.turn_id),
    kind: "turn",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    seq: row.seq,
    at_ms: row.started_at_ms ?? row.occurred_at_ms,
    title: row.position === null ? "turn" : `turn ${row.position}`,
    summary: phrase(row.failure_code, oneLine(row.prompt_text, 120), row.last_phase),
    took_ms: tookOf(row.started_at_ms, row.finished_at_ms),
    mark: "turn",
    tone: row.outcome === "failed" ? "failed" : null,
    subject: row.turn_id,
  });
}

export function describeSnapshot(row: LoadedRow<"snapshot">): Described {
  return described({
    ref: recordRef("snapshot", row.conv_id, row.turn_id, row.phase, row.snapshot_at_ms),
    kind: "snapshot",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    at_ms: row.snapshot_at_ms,
    title: row.iteration === null ? row.phase : `${row.phase} #${row.iteration}`,
    summary: countOf(row.block_count, "block"),
    took_ms: row.phase_latency_ms,
    mark: "turn",
    tone: row.phase === "failed" ? "failed" : null,
    subject: row.turn_id,
    links: linksTo(recordRef("turn", row.conv_id, row.turn_id)),
  });
}

export function describeConversation(row: LoadedRow<"conversation">): Described {
  return described({
    ref: recordRef("conversation", row.conv_id),
    kind: "conversation",
    conv_id: row.conv_id,
    ordinal: row.ordinal,
    at_ms: row.last_activity_ms,
    title: oneLine(row.title, 120) || row.conv_id,
    summary: phrase(
      row.status,
      row.runtime_key,
      countOf(row.turn_count, "turn"),
      countOf(row.event_count, "event"),
    ),
    mark: "neutral",
    tone: row.status === "error" ? "failed" : null,
    subject: row.conv_id,
  });
}
