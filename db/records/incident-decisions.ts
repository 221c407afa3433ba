import type Database from "better-sqlite3";
import type { IncidentRule } from "@/lib/domain/failures/incident-grouping";
import type { RecordIn } from "@/lib/domain/model";
import type { RecordWriter } from "./record-writer";

/**
 * What people say about incidents: decisions, grouping rules, and the audit log of both. Must run inside a
 * transaction of the writer.
 */
export class IncidentDecisions {
  readonly #exists: Database.Statement;
  readonly #newest: Database.Statement;
  readonly #takeBack: Database.Statement;
  readonly #removeRule: Database.Statement;
  readonly #nextAudit: Database.Statement;

  constructor(
    sqlite: Database.Database,
    private readonly records: RecordWriter,
  ) {
    this.#exists = sqlite.prepare("SELECT 1 FROM incidents WHERE incident_id = ?").pluck();
    this.#newest = sqlite
      .prepare("SELECT max(decided_at_ms) FROM incident_decisions WHERE incident_id = ?")
      .pluck();
    this.#takeBack = sqlite.prepare(
      "DELETE FROM incident_decisions WHERE incident_id = ? AND decided_at_ms = ?",
    );
    this.#removeRule = sqlite.prepare("DELETE FROM incident_rules WHERE rule_id = ?");
    this.#nextAudit = sqlite.prepare("SELECT coalesce(max(audit_id), 0) + 1 FROM audit_log").pluck();
  }

  has(incidentId: string): boolean {
    return this.#exists.get(incidentId) !== undefined;
  }

  /** Adds a decision after those that there are, even where the clock went back; gives its time. */
  decide(decision: RecordIn<"incident_decisions">): number {
    const newest = Number(this.#newest.get(decision.incident_id) ?? -1);
    const decided_at_ms = Math.max(decision.decided_at_ms, newest + 1);
    const row = { ...decision, decided_at_ms };
    this.records.apply([{ set: "incident_decisions", row }], { now_ms: decided_at_ms });
    return decided_at_ms;
  }

  /** Removes a decision; false when there is none of that time. */
  takeBack(incidentId: string, decidedAtMs: number): boolean {
    return this.#takeBack.run(incidentId, decidedAtMs).changes > 0;
  }

  addRule(rule: IncidentRule): void {
    this.records.apply([{ set: "incident_rules", row: rule }], { now_ms: rule.created_at_ms });
  }

  removeRule(ruleId: string): void {
    this.#removeRule.run(ruleId);
  }

  /** Notes in the audit log what was done to an incident. */
  audit(entry: Omit<RecordIn<"audit_log">, "audit_id">): void {
    const audit_id = Number(this.#nextAudit.get());
    this.records.apply([{ set: "audit_log", row: { audit_id, ...entry } }], { now_ms: entry.at_ms });
  }
}
