import type { RecordIn } from "../model";
import type { SplitPart } from "../model/error";

/** Length of an incident id: a prefix of the fingerprint, short enough for a URL. */
const idLength = 16;

/** What grouping looks at in a failure. */
export interface GroupedFailure {
  readonly fingerprint: string;
  readonly tool: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  /** Runtime of its conversation. */
  readonly runtime: string | null;
  /** As recorded. */
  readonly message: string | null;
}

export type IncidentRule = RecordIn<"incident_rules">;
type Split = Pick<IncidentRule, "from_incident_id"> & { readonly part: SplitPart; readonly value: string };

/** Incident of failures that no rule speaks of. */
export function incidentIdOf(fingerprint: string): string {
  return fingerprint.slice(0, idLength);
}

/** Incident of what is split off: the same for the same words, so that a rule made again finds its decisions. */
export function splitIncidentId({ from_incident_id, part, value }: Split, sha256: Hash): string {
  return sha256(["split", from_incident_id, part, value].join("\u0000")).slice(0, idLength);
}

/** Identity of a rule: what it says. */
export function incidentRuleId(
  rule: Pick<IncidentRule, "kind" | "from_incident_id" | "to_incident_id">,
  sha256: Hash,
): string {
  return `g-${sha256([rule.kind, rule.from_incident_id, rule.to_incident_id].join("\u0000")).slice(0, idLength)}`;
}

type Hash = (text: string) => string;

/**
 * The grouping rules in force. Rules form a graph without cycles: a failure starts at the incident of its
 * fingerprint and moves along the rules that hold for it, splits before merges, until none does.
 */
export class GroupingRules {
  readonly #byFrom = new Map<string, IncidentRule[]>();

  constructor(readonly all: readonly IncidentRule[]) {
    const ordered = [...all].sort(
      (a, b) =>
        // A split names some occurrences, a merge takes the rest. Equal times are told apart by identity.
        Number(a.kind === "merge") - Number(b.kind === "merge") ||
        a.created_at_ms - b.created_at_ms ||
        (a.rule_id < b.rule_id ? -1 : 1),
    );
    for (const rule of ordered) {
      const known = this.#byFrom.get(rule.from_incident_id);
      if (known === undefined) this.#byFrom.set(rule.from_incident_id, [rule]);
      else known.push(rule);
    }
  }

  /** Incident of a failure. O(rules on its way). */
  incidentOf(failure: GroupedFailure): string {
    let incident = incidentIdOf(failure.fingerprint);
    for (;;) {
      const rule = this.#byFrom.get(incident)?.find((candidate) => holds(candidate, failure));
      if (rule === undefined) return incident;
      incident = rule.to_incident_id;
    }
  }

  /** An incident with all into which its occurrences may have moved. */
  reachedFrom(incidentId: string): ReadonlySet<string> {
    const reached = new Set([incidentId]);
    // A set grows while it is walked.
    for (const id of reached) for (const rule of this.#byFrom.get(id) ?? []) reached.add(rule.to_incident_id);
    return reached;
  }

  /** Whether a further rule would lead back to where it starts. */
  closesCycle({
    from_incident_id,
    to_incident_id,
  }: Pick<IncidentRule, "from_incident_id" | "to_incident_id">): boolean {
    return this.reachedFrom(to_incident_id).has(from_incident_id);
  }
}

function holds({ kind, part, value }: IncidentRule, failure: GroupedFailure): boolean {
  if (kind === "merge") return true;
  if (part === null || part === undefined || typeof value !== "string") return false;
  return part === "message" ? (failure.message ?? "").includes(value) : failure[part] === value;
}
