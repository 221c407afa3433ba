import type Database from "better-sqlite3";
import { entityOrigins } from "@/lib/domain/model/timeline";
import { convKeyOf, entitiesTold } from "./entity-rows";

const projected = String(entityOrigins.indexOf("projected"));

/**
 * Removes what the console derived about a conversation, before it is stated anew. What a source stated
 * itself (errors without a rule, stored entities) is never touched.
 */
export class DerivedRows {
  readonly #incidents: Database.Statement;
  readonly #clearFailures: readonly Database.Statement[];
  readonly #clearProjection: readonly Database.Statement[];
  readonly #removeCall: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#incidents = sqlite
      .prepare("SELECT DISTINCT incident_id FROM errors WHERE conv_id = ? AND incident_id IS NOT NULL")
      .pluck();
    this.#clearFailures = [
      "DELETE FROM error_causes WHERE error_id IN (SELECT error_id FROM errors WHERE conv_id = ? AND rule IS NOT NULL)",
      "DELETE FROM errors WHERE conv_id = ? AND rule IS NOT NULL",
      "DELETE FROM projection_faults WHERE conv_id = ? AND source IS NULL",
    ].map((sql) => sqlite.prepare(sql));
    this.#clearProjection = [
      // Versions first: what leans on the text of their entity would be written out before that goes.
      `DELETE FROM entity_version_rows WHERE conv_key = ${convKeyOf("?")} AND (SELECT k.origin FROM entity_keys k WHERE k.entity_key = entity_version_rows.entity_key) = ${projected}`,
      `DELETE FROM entity_rows WHERE ${entitiesTold("projected", "?")}`,
    ].map((sql) => sqlite.prepare(sql));
    this.#removeCall = sqlite.prepare(
      "DELETE FROM model_calls WHERE conv_id = ? AND call_id = ? AND source IS NULL",
    );
  }

  /** Incidents of a conversation's failures, which must be recounted when those change. */
  incidentsOf(convId: string): readonly string[] {
    return this.#incidents.all(convId).map(String);
  }

  /** Removes a model call that turned out to be another one, unless a source stated it. */
  removeCall(convId: string, callId: string): void {
    this.#removeCall.run(convId, callId);
  }

  clearFailures(convId: string): void {
    for (const statement of this.#clearFailures) statement.run(convId);
  }

  clearProjection(convId: string): void {
    for (const statement of this.#clearProjection) statement.run(convId);
  }
}
