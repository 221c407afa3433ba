import type { IncidentBook } from "@/db/records/incident-book";
import type { IncidentDecisions } from "@/db/records/incident-decisions";
import type { RegroupBody } from "@/lib/contracts/incident-edit";
import { ConsoleError } from "@/lib/domain/console-error";
import { fingerprintVersion } from "@/lib/domain/failures/fingerprint";
import {
  GroupingRules,
  incidentRuleId,
  splitIncidentId,
  type IncidentRule,
} from "@/lib/domain/failures/incident-grouping";
import { sha256Text } from "../sha256-text";
import type { IncidentEdit, IncidentEditOutcome } from "./incident-edit";

type Merge = Extract<RegroupBody, { kind: "merge" }>;
type Split = Extract<RegroupBody, { kind: "split" }>;

/**
 * Does to incidents what people ask for: stores the decision or the rule and brings everything that follows
 * from it up to date, in the transaction of its caller. Nothing is written before everything was checked.
 */
export class IncidentDesk {
  constructor(
    private readonly decisions: IncidentDecisions,
    private readonly book: IncidentBook,
  ) {}

  /** Throws incident-not-found, not-found, incident-rule-not-found and incident-rule-refused. */
  perform(edit: IncidentEdit, now: number): IncidentEditOutcome {
    switch (edit.edit) {
      case "decide":
        return this.#decide(edit, now);
      case "take-back":
        return this.#takeBack(edit, now);
      case "regroup":
        return edit.rule.kind === "merge" ? this.#merge(edit.rule, now) : this.#split(edit.rule, now);
      case "remove-rule":
        return this.#removeRule(edit.rule_id, now);
    }
  }

  #decide(
    { incident_id, decision: { state, note, by }, at_ms: decided }: Extract<IncidentEdit, { edit: "decide" }>,
    now: number,
  ): IncidentEditOutcome {
    this.#require(incident_id);
    const at_ms = this.decisions.decide({
      incident_id,
      state,
      note,
      decided_by: by,
      decided_at_ms: decided ?? now,
      fingerprint_version: fingerprintVersion,
    });
    this.#audit(`incident.${state}`, incident_id, at_ms, { by, note });
    this.book.refresh([incident_id], now);
    return { rule_ids: [] };
  }

  #takeBack(
    { incident_id, decided_at_ms }: Extract<IncidentEdit, { edit: "take-back" }>,
    now: number,
  ): IncidentEditOutcome {
    this.#require(incident_id);
    if (!this.decisions.takeBack(incident_id, decided_at_ms))
      throw new ConsoleError("not-found", "There is no such decision about the incident.", {
        details: { incident_id, decided_at_ms },
      });
    this.#audit("incident.decision_taken_back", incident_id, now, {});
    this.book.refresh([incident_id], now);
    return { rule_ids: [] };
  }

  #merge({ from, into, note, by }: Merge, now: number): IncidentEditOutcome {
    this.#require(into);
    const rules = [...new Set(from)].map((incident): IncidentRule => {
      this.#require(incident);
      return this.#rule({ kind: "merge", from_incident_id: incident, to_incident_id: into, note, by }, now);
    });
    for (const rule of rules) this.#refuseCycle(rule);
    for (const rule of rules) this.#add(rule, now);
    this.#regroup(rules, now);
    return { rule_ids: rules.map(({ rule_id }) => rule_id) };
  }

  #split({ from, part, value, note, by }: Split, now: number): IncidentEditOutcome {
    this.#require(from);
    const to = splitIncidentId({ from_incident_id: from, part, value }, sha256Text);
    const rule = this.#rule(
      { kind: "split", from_incident_id: from, to_incident_id: to, part, value, note, by },
      now,
    );
    this.#refuseCycle(rule);
    const trial = new GroupingRules([...this.book.rules.all, rule]);
    const moved = this.book.countMoved(from, trial);
    if (moved.moved === 0) throw refused(`No occurrence has this ${part}.`, rule);
    if (moved.moved === moved.total) throw refused(`All occurrences have this ${part}.`, rule);
    this.#add(rule, now);
    this.#regroup([rule], now);
    return { rule_ids: [rule.rule_id] };
  }

  #removeRule(ruleId: string, now: number): IncidentEditOutcome {
    const rule = this.book.rules.all.find(({ rule_id }) => rule_id === ruleId);
    if (rule === undefined)
      throw new ConsoleError("incident-rule-not-found", "There is no such grouping rule.", {
        details: { rule_id: ruleId },
      });
    const reached = this.book.rules.reachedFrom(rule.from_incident_id);
    this.decisions.removeRule(ruleId);
    this.#audit(`incident.${rule.kind}_undone`, rule.from_incident_id, now, {
      detail: { into: rule.to_incident_id },
    });
    this.book.regroup(reached, now);
    return { rule_ids: [] };
  }

  /** Occurrences that a new rule speaks of are where its incidents are. */
  #regroup(rules: readonly IncidentRule[], now: number): void {
    this.book.regroup(new Set(rules.map(({ from_incident_id }) => from_incident_id)), now);
  }

  #rule(
    {
      by,
      ...rule
    }: Omit<IncidentRule, "rule_id" | "created_at_ms" | "fingerprint_version"> & {
      readonly by: string | undefined;
    },
    now: number,
  ): IncidentRule {
    return {
      ...rule,
      rule_id: incidentRuleId(rule, sha256Text),
      created_by: by,
      created_at_ms: now,
      fingerprint_version: fingerprintVersion,
    };
  }

  #add(rule: IncidentRule, now: number): void {
    this.decisions.addRule(rule);
    this.#audit(`incident.${rule.kind}`, rule.from_incident_id, now, {
      by: rule.created_by ?? undefined,
      note: rule.note ?? undefined,
      detail: { into: rule.to_incident_id },
    });
  }

  #refuseCycle(rule: IncidentRule): void {
    if (this.book.rules.closesCycle(rule))
      throw refused("It would lead back to where it starts: remove the rule that stands in the way.", rule);
  }

  #require(incidentId: string): void {
    if (!this.decisions.has(incidentId))
      throw new ConsoleError("incident-not-found", `There is no incident ${incidentId}.`);
  }

  #audit(
    action: string,
    incidentId: string,
    at_ms: number,
    more: {
      readonly by?: string | undefined;
      readonly note?: string | undefined;
      readonly detail?: { readonly into: string };
    },
  ): void {
    const { by, note, detail } = more;
    this.decisions.audit({
      at_ms,
      actor: by,
      action,
      object: `incident:${incidentId}`,
      reason: note,
      detail,
    });
  }
}

function refused(detail: string, { from_incident_id, to_incident_id }: IncidentRule): ConsoleError {
  return new ConsoleError("incident-rule-refused", detail, {
    details: { from: from_incident_id, into: to_incident_id },
  });
}
