import type Database from "better-sqlite3";
import { GroupingRules, type IncidentRule } from "@/lib/domain/failures/incident-grouping";

/** Failures of a conversation or of an incident, or some by identity. */
type GroupedScope =
  { readonly conv_id: string } | { readonly error_ids: readonly string[] } | { readonly incident_id: string };

/**
 * Groups of failures. `assign` puts failures into their incidents by the grouping rules; `refresh` says
 * incidents anew from their failures and the decision about them. Both depend on what
 * is stored alone, so doing them again changes nothing. Must run inside a transaction of the writer.
 */
export class IncidentBook {
  readonly #upsert: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #isOpen: Database.Statement;
  readonly #countOpen: Database.Statement;
  readonly #move: Database.Statement;
  readonly #readRules: Database.Statement;
  readonly #read: Readonly<Record<"conv_id" | "error_id" | "incident_id", Database.Statement>>;
  #rules: GroupingRules | undefined;

  constructor(sqlite: Database.Database) {
    this.#upsert = sqlite.prepare(upsert);
    this.#remove = sqlite.prepare(
      "DELETE FROM incidents WHERE incident_id = ? AND NOT EXISTS (SELECT 1 FROM errors e WHERE e.incident_id = incidents.incident_id)",
    );
    this.#isOpen = sqlite
      .prepare("SELECT state IN ('open', 'regressed') FROM incidents WHERE incident_id = ?")
      .pluck();
    this.#countOpen = sqlite.prepare(countOpen);
    this.#move = sqlite.prepare("UPDATE errors SET incident_id = ? WHERE error_id = ?");
    this.#readRules = sqlite.prepare("SELECT * FROM incident_rules");
    const read = (column: string) =>
      sqlite.prepare(
        `SELECT e.error_id, e.incident_id, e.fingerprint, e.tool_name AS tool, e.model, e.provider,
           c.runtime_key AS runtime, coalesce(e.raw_message, e.safe_message) AS message
         FROM errors e LEFT JOIN conversations c ON c.conv_id = e.conv_id
         WHERE e.${column} = ? AND coalesce(e.fingerprint, '') <> ''`,
      );
    this.#read = { conv_id: read("conv_id"), error_id: read("error_id"), incident_id: read("incident_id") };
  }

  /** The grouping rules in force. */
  get rules(): GroupingRules {
    this.#rules ??= new GroupingRules(this.#readRules.all().map(ruleRow));
    return this.#rules;
  }

  /** The rules changed, or a transaction that changed them was rolled back. */
  forgetRules(): void {
    this.#rules = undefined;
  }

  /** Puts failures into their incidents; gives those that they are in now. O(failures of the scope). */
  assign(scope: GroupedScope): Set<string> {
    const incidents = new Set<string>();
    for (const { error_id, incident_id, ...failure } of this.#failuresOf(scope)) {
      const incident = this.rules.incidentOf(failure);
      if (incident !== incident_id) this.#move.run(incident, error_id);
      incidents.add(incident);
    }
    return incidents;
  }

  /** How many failures of an incident other rules would move out of it. O(failures of the incident). */
  countMoved(incidentId: string, rules: GroupingRules): { readonly moved: number; readonly total: number } {
    const failures = this.#failuresOf({ incident_id: incidentId });
    const moved = failures.filter((failure) => rules.incidentOf(failure) !== incidentId).length;
    return { moved, total: failures.length };
  }

  /** Groups the failures of some incidents anew after the rules changed. O(failures of the incidents). */
  regroup(incidentIds: ReadonlySet<string>, nowMs: number): void {
    this.forgetRules();
    const touched = new Set(incidentIds);
    for (const incident_id of incidentIds)
      for (const incident of this.assign({ incident_id })) touched.add(incident);
    this.refresh(touched, nowMs);
    for (const id of touched) this.#countOpen.run(id);
  }

  /** Says incidents anew, some probes each. Where one opens or closes, its conversations count their open ones again. */
  refresh(incidentIds: Iterable<string>, nowMs: number): void {
    for (const id of incidentIds) {
      const before = this.#isOpen.get(id);
      this.#upsert.run({ id, now: nowMs });
      this.#remove.run(id);
      if (this.#isOpen.get(id) !== before) this.#countOpen.run(id);
    }
  }

  #failuresOf(scope: GroupedScope): readonly FailureRow[] {
    if ("conv_id" in scope) return this.#read.conv_id.all(scope.conv_id).map(failureRow);
    if ("incident_id" in scope) return this.#read.incident_id.all(scope.incident_id).map(failureRow);
    return scope.error_ids.flatMap((id) => this.#read.error_id.all(id).map(failureRow));
  }
}

/** Time of the first or last failure of an incident that has one, found by the index. */
const nearest = (range: string, order: "" | "DESC"): string =>
  `(SELECT occurred_at_ms FROM errors WHERE incident_id = @id AND occurred_at_ms IS NOT NULL ${range} ORDER BY occurred_at_ms ${order} LIMIT 1)`;

const kept = (part: "all" | "conversations"): string =>
  `coalesce((SELECT count FROM incident_counts WHERE incident_id = @id AND part = '${part}' AND value = ''), 0)`;

/** An incident is named after its first failure of its own fingerprint, or where all came by rules, of any. */
const upsert = `
  WITH
    named AS (
      SELECT coalesce(normalised_message, safe_message, error_code) AS title, error_class, error_code, fingerprint,
        fingerprint_version, tool_name, normalised_message
      FROM errors WHERE error_id = coalesce(
        (SELECT error_id FROM errors WHERE incident_id = @id AND substr(fingerprint, 1, 16) = @id
          ORDER BY occurred_at_ms, error_id LIMIT 1),
        (SELECT error_id FROM errors WHERE incident_id = @id ORDER BY occurred_at_ms, error_id LIMIT 1))),
    decided AS (
      SELECT state, decided_at_ms FROM incident_decisions WHERE incident_id = @id ORDER BY decided_at_ms DESC LIMIT 1),
    counted AS (
      SELECT ${nearest("", "")} AS first, ${nearest("", "DESC")} AS last,
        ${nearest("AND occurred_at_ms > (SELECT decided_at_ms FROM decided)", "")} AS after_decision,
        ${kept("all")} AS n, ${kept("conversations")} AS conversations)
  INSERT INTO incidents (incident_id, title, error_class, error_code, first_seen_at_ms, last_seen_at_ms,
    occurrence_count, conversation_count, state, state_changed_at_ms, fingerprint, fingerprint_version, grouped_by, updated_at_ms)
  SELECT @id, title, error_class, error_code, counted.first, counted.last, counted.n, counted.conversations,
    CASE WHEN decided.state = 'resolved' AND after_decision IS NOT NULL THEN 'regressed' ELSE coalesce(decided.state, 'open') END,
    CASE WHEN decided.state = 'resolved' THEN coalesce(after_decision, decided_at_ms) ELSE decided_at_ms END,
    fingerprint, fingerprint_version,
    json_object('class', error_class, 'code', error_code, 'tool', CASE WHEN error_class = 'tool' THEN tool_name END, 'message', normalised_message),
    @now
  FROM named, counted LEFT JOIN decided ON TRUE
  WHERE TRUE
  ON CONFLICT (incident_id) DO UPDATE SET
    title = excluded.title,
    error_class = excluded.error_class,
    error_code = excluded.error_code,
    first_seen_at_ms = excluded.first_seen_at_ms,
    last_seen_at_ms = excluded.last_seen_at_ms,
    state = excluded.state,
    state_changed_at_ms = excluded.state_changed_at_ms,
    occurrence_count = excluded.occurrence_count,
    conversation_count = excluded.conversation_count,
    fingerprint = excluded.fingerprint,
    fingerprint_version = excluded.fingerprint_version,
    grouped_by = excluded.grouped_by,
    updated_at_ms = excluded.updated_at_ms`;

const countOpen = `
  UPDATE conversations SET open_incident_count = (
    SELECT count(DISTINCT e.incident_id) FROM errors e JOIN incidents i ON i.incident_id = e.incident_id
    WHERE e.conv_id = conversations.conv_id AND i.state IN ('open', 'regressed'))
  WHERE conv_id IN (SELECT conv_id FROM errors WHERE incident_id = ?)`;

interface FailureRow {
  readonly error_id: string;
  readonly incident_id: string | null;
  readonly fingerprint: string;
  readonly tool: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly runtime: string | null;
  readonly message: string | null;
}

/** Row of the failures query, whose columns it names. */
function failureRow(row: unknown): FailureRow {
  return row as FailureRow;
}

type StoredRule = Omit<IncidentRule, "created_at_ms" | "fingerprint_version"> & {
  readonly created_at_ms: bigint;
  readonly fingerprint_version: bigint;
};

/** Row of the rules query: whole rows of a set whose columns are those of its records; times are small. */
function ruleRow(row: unknown): IncidentRule {
  const { created_at_ms, fingerprint_version, ...rest } = row as StoredRule;
  return { ...rest, created_at_ms: Number(created_at_ms), fingerprint_version: Number(fingerprint_version) };
}
