import type Database from "better-sqlite3";

/** Length of an incident id: a prefix of the fingerprint, short enough for a URL. */
const idLength = 16;

/**
 * Groups of failures. `refresh` recounts the groups with the given fingerprints from their failures, keeps
 * the state that people gave them, and regresses a resolved one that came back.
 */
export class IncidentBook {
  readonly #upsert: Database.Statement;
  readonly #remove: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#upsert = sqlite.prepare(upsert);
    this.#remove = sqlite.prepare(
      `DELETE FROM incidents WHERE fingerprint = ? AND NOT EXISTS (SELECT 1 FROM errors e WHERE e.fingerprint = incidents.fingerprint)`,
    );
  }

  refresh(fingerprints: Iterable<string>, nowMs: number): void {
    for (const fingerprint of fingerprints) {
      this.#upsert.run({ fingerprint, now: nowMs });
      this.#remove.run(fingerprint);
    }
  }
}

const upsert = `
  INSERT INTO incidents (incident_id, title, error_class, error_code, first_seen_at_ms, last_seen_at_ms,
    occurrence_count, conversation_count, state, fingerprint, fingerprint_version, grouped_by, updated_at_ms)
  SELECT substr(fingerprint, 1, ${String(idLength)}), coalesce(normalised_message, safe_message, error_code), error_class, error_code,
    min(occurred_at_ms), max(occurred_at_ms), count(*), count(DISTINCT conv_id), 'open', fingerprint, fingerprint_version,
    json_object('class', error_class, 'code', error_code, 'message', normalised_message), @now
  FROM errors WHERE fingerprint = @fingerprint
  GROUP BY fingerprint
  ON CONFLICT (incident_id) DO UPDATE SET
    title = excluded.title,
    first_seen_at_ms = excluded.first_seen_at_ms,
    last_seen_at_ms = excluded.last_seen_at_ms,
    state = CASE WHEN state = 'resolved' AND excluded.last_seen_at_ms > state_changed_at_ms THEN 'regressed' ELSE state END,
    occurrence_count = excluded.occurrence_count,
    conversation_count = excluded.conversation_count,
    grouped_by = excluded.grouped_by,
    updated_at_ms = excluded.updated_at_ms`;
