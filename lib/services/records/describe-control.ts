import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import type { RecordKind } from "@/lib/contracts/vocabulary";
import { groupBy } from "@/lib/domain/group-by";
import { countOf, described, linksTo, oneLine, phrase, type Described } from "./described";

/** Fields that every middleware and agent record has. */
interface Common {
  readonly conv_id: string;
  readonly turn_id: string | null;
  readonly ordinal: bigint | null;
  readonly seq: bigint | null;
  readonly occurred_at_ms: number | null;
}

function common(kind: RecordKind, id: string, row: Common) {
  return {
    ref: recordRef(kind, row.conv_id, id),
    kind,
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms,
    subject: id,
    mark: "turn",
    links: linksTo(row.turn_id !== null && recordRef("turn", row.conv_id, row.turn_id)),
  } as const;
}

export function describeMiddlewareStep(row: LoadedRow<"middleware">): Described {
  const changed = Array.isArray(row.changed_blocks) ? row.changed_blocks.length : 0;
  return described({
    ...common("middleware", row.step_id, row),
    at_ms: row.started_at_ms ?? row.occurred_at_ms,
    title: row.name ?? "middleware",
    summary: phrase(
      oneLine(row.error_text),
      row.position !== null && `place ${row.position} in the chain`,
      changed > 0 && `changed ${countOf(changed, "block")}`,
      row.before_hash !== null && row.before_hash === row.after_hash && "changed nothing",
    ),
    took_ms: row.duration_ms,
    tone: row.error_text === null ? null : "failed",
  });
}

export function describeModeDecision(row: LoadedRow<"mode">): Described {
  return described({
    ...common("mode", row.decision_id, row),
    title: `${row.kind ?? "mode"} → ${row.to_mode ?? "?"}`,
    summary: phrase(
      row.from_mode !== null && `from ${row.from_mode}`,
      row.decided_by !== null && `by ${row.decided_by}`,
      oneLine(row.rationale),
    ),
  });
}

export function describeTransform(row: LoadedRow<"transform">): Described {
  const before = row.before_text?.length ?? 0;
  const after = row.after_text?.length ?? 0;
  return described({
    ...common("transform", row.transform_id, row),
    title: `prompt transform ${row.name ?? ""}`.trim(),
    summary: `${countOf(before, "character")} → ${countOf(after, "character")}`,
  });
}

export function describeGuardrail(row: LoadedRow<"guardrail">): Described {
  const isBlocked = row.verdict === "block" || row.verdict === "blocked" || row.verdict === "deny";
  return described({
    ...common("guardrail", row.decision_id, row),
    title: `guardrail ${row.policy ?? ""}`.trim(),
    summary: phrase(
      row.verdict,
      row.score !== null && `score ${row.score}`,
      row.action,
      oneLine(row.subject, 80),
    ),
    tone: isBlocked ? "failed" : row.verdict === "flag" || row.verdict === "flagged" ? "warning" : null,
  });
}

/** A planner decision from its candidates in order. */
export function describePlanner(candidates: readonly LoadedRow<"planner">[]): Described[] {
  const decisions = groupBy(candidates, (row) => row.decision_id);
  return [...decisions.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const chosen = rows.find((row) => row.chosen === true);
    const others = rows.filter((row) => row !== chosen).map((row) => phraseOf(row));
    return [
      described({
        ...common("planner", first.decision_id, first),
        title: `router → ${chosen?.candidate ?? "?"}`,
        summary: phrase(
          chosen?.confidence !== null && chosen !== undefined && `confidence ${chosen.confidence}`,
          others.length > 0 && `over ${others.join(", ")}`,
          oneLine(chosen?.rationale),
        ),
      }),
    ];
  });
}

function phraseOf(row: LoadedRow<"planner">): string {
  return row.confidence === null ? (row.candidate ?? "?") : `${row.candidate ?? "?"} ${row.confidence}`;
}
