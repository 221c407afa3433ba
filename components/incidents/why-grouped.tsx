"use client";
import { PaneHeader } from "@/components/data/pane-header";
import { Button } from "@/components/ui/button";
import { formatCount, plural, truncateMiddle } from "@/lib/client/format";
import type { IncidentDetail, IncidentGroup, IncidentRule, IncidentSummary } from "@/lib/contracts/error";
import { NormalisedMessage } from "./message-parts";
import { useIncidentEdits } from "./use-incident-edits";

export interface WhyGroupedProps {
  incident: IncidentSummary;
  detail: IncidentDetail;
  level: 2 | 3;
}

/** Why occurrences are one incident: what they have in common, the rules of people, and what tells them apart. */
export function WhyGrouped({ incident, detail, level }: WhyGroupedProps) {
  const { split, removeRule } = useIncidentEdits();
  const { groups, parts, rules, told_from } = detail;
  const occurrences = incident.occurrence_count ?? 0;
  return (
    <section aria-label="Why grouped">
      <PaneHeader
        title="Why grouped"
        end={`fingerprint v${String(incident.fingerprint_version)}`}
        level={level}
      />
      <div className="grid gap-2.5 px-3.5 py-3 text-xs">
        {told_from < occurrences && (
          <p className="text-fg-subtle">
            Told from the newest {formatCount(told_from)} of {formatCount(occurrences)} occurrences.
          </p>
        )}
        <ul className="grid gap-2.5">
          {groups.map((group) => (
            <li key={group.fingerprint}>
              <GroupParts group={group} isOne={groups.length === 1} />
            </li>
          ))}
        </ul>
        {rules.length > 0 && (
          <ul aria-label="Grouping rules" className="grid gap-1.5 border-t pt-2.5">
            {rules.map((rule) => (
              <li key={rule.rule_id} className="flex items-center gap-2">
                <span className="min-w-0 flex-1">{ruleText(rule, incident.incident_id, groups)}</span>
                <Button size="small" variant="quiet" onClick={() => void removeRule(rule)}>
                  Undo
                </Button>
              </li>
            ))}
          </ul>
        )}
        {parts.length > 0 && (
          <details className="group border-t pt-2">
            <summary className="flex min-h-6 items-center text-fg-muted hover:text-fg">
              <span aria-hidden="true" className="mr-1.5 group-open:rotate-90">
                ▸
              </span>
              Split off by what differs: {parts.map(({ part }) => part).join(", ")}
            </summary>
            {parts.map(({ part, values }) => (
              <div key={part} className="pt-1.5">
                <p className="text-2xs text-fg-subtle">{part}</p>
                <ul>
                  {values.map(({ value, occurrence_count }) => (
                    <li key={value} className="flex min-h-6 items-center gap-2">
                      <span className="num min-w-0 flex-1 truncate" title={value}>
                        {value}
                      </span>
                      <span className="num text-fg-subtle">{formatCount(occurrence_count)}</span>
                      <Button
                        size="small"
                        variant="quiet"
                        aria-label={`Split off ${part} ${value}`}
                        onClick={() => void split(incident, part, value)}
                      >
                        Split off
                      </Button>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

function GroupParts({ group, isOne }: { group: IncidentGroup; isOne: boolean }) {
  return (
    <>
      <p className="text-fg-subtle">
        {isOne ? "All have in common" : `${plural(group.occurrence_count, "occurrence")} with`} class{" "}
        <b className="text-fg">{group.error_class}</b>, code <b className="num text-fg">{group.error_code}</b>
        {group.tool_name !== null && (
          <>
            , tool <b className="num text-fg">{group.tool_name}</b>
          </>
        )}{" "}
        and a message that reads, without what differs each time:
      </p>
      <p className="num mt-1 rounded-control border bg-panel px-2 py-1.5 break-words text-fg">
        {group.message === null ? "no message" : <NormalisedMessage text={group.message} />}
      </p>
    </>
  );
}

function ruleText(rule: IncidentRule, here: string, groups: readonly IncidentGroup[]): string {
  const by = rule.created_by === null ? "" : ` by ${rule.created_by}`;
  if (rule.kind === "split") {
    const what = `${rule.part ?? ""} ${truncateMiddle(rule.value ?? "", 60)}`;
    return rule.to_incident_id === here
      ? `Split off by ${what}${by}`
      : `Occurrences with ${what} are split off${by}`;
  }
  const from = groups.find(({ incident_id }) => incident_id === rule.from_incident_id)?.message;
  return rule.to_incident_id === here
    ? `“${truncateMiddle(from ?? rule.from_incident_id, 70)}” was merged into this${by}`
    : `Merged into ${rule.to_incident_id}${by}`;
}
