import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import type { IncidentDecision, IncidentSummary } from "@/lib/contracts/error";

/** What was decided about an incident, newest first, and that it came back after it was resolved. */
export function DecisionList({
  incident,
  decisions,
}: {
  incident: IncidentSummary;
  decisions: readonly IncidentDecision[];
}) {
  const came = incident.state === "regressed" ? incident.state_changed_at_ms : null;
  if (decisions.length === 0) return null;
  return (
    <ol aria-label="Decisions" className="grid gap-1.5 border-b px-3.5 py-2.5 text-xs">
      {came !== null && (
        <li className="flex flex-wrap items-center gap-x-2">
          <Status status="regressed" />
          <span className="text-fg-muted">seen again after it was resolved</span>
          <TimeText ms={came} show="relative" className="ml-auto text-fg-subtle" />
        </li>
      )}
      {decisions.map((decision) => (
        <li key={decision.decided_at_ms} className="flex flex-wrap items-center gap-x-2">
          <Status status={decision.state} />
          <span className="text-fg-subtle">by {decision.decided_by ?? "somebody"}</span>
          <TimeText ms={decision.decided_at_ms} show="relative" className="ml-auto text-fg-subtle" />
          {decision.note !== null && decision.note !== "" && (
            <span className="w-full break-words whitespace-pre-wrap text-fg-muted">{decision.note}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
