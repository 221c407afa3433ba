import type Database from "better-sqlite3";
import { recordSets, type SetName } from "@/lib/domain/model";
import {
  EnvelopeRemoval,
  noEnvelopes,
  type RemovedEnvelopes,
  type ReturnedEnvelope,
} from "../event-log/envelope-removal";
import { isCompact } from "./record-forms";
import { convKeyOf } from "./entity-rows";

/** Sets that say what was kept or removed, and go on to say it. */
const lasting: ReadonlySet<SetName> = new Set([
  "removals",
  "receipts",
  "drops",
  "imports",
  "source_profiles",
]);
const sets = Object.values(recordSets).filter(({ name }) => !lasting.has(name) && !isCompact(name));

const ownSnapshots = `SELECT snapshot_key FROM snapshot_keys WHERE conv_key = ${convKeyOf("@conv")}`;
const heldByItAlone = `block_key IN (SELECT block_key FROM snapshot_block_rows WHERE snapshot_key IN (${ownSnapshots}))
     AND NOT EXISTS (SELECT 1 FROM snapshot_block_rows r WHERE r.block_key = block_keys.block_key AND r.snapshot_key NOT IN (${ownSnapshots}))`;

/** Rows that are reached through those of another set or through a key, before these go. */
const dependent = [
  `DELETE FROM blocks WHERE (block_id, content_hash) IN (SELECT block_id, content_hash FROM block_keys WHERE ${heldByItAlone})`,
  `DELETE FROM block_keys WHERE ${heldByItAlone}`,
  `DELETE FROM snapshot_block_rows WHERE snapshot_key IN (${ownSnapshots})`,
  `DELETE FROM snapshot_keys WHERE conv_key = ${convKeyOf("@conv")}`,
  "DELETE FROM error_causes WHERE error_id IN (SELECT error_id FROM errors WHERE conv_id = @conv)",
  "DELETE FROM ws_pings WHERE socket_id IN (SELECT socket_id FROM ws_sessions WHERE conv_id = @conv)",
  `DELETE FROM entity_version_rows WHERE conv_key = ${convKeyOf("@conv")}`,
  `DELETE FROM entity_rows WHERE conv_key = ${convKeyOf("@conv")}`,
  "DELETE FROM entity_keys WHERE subject_key IN (SELECT s.subject_key FROM subjects s JOIN conversation_keys c USING (conv_key) WHERE c.conv_id = @conv)",
  "DELETE FROM conflict_bytes WHERE conflict_id IN (SELECT conflict_id FROM event_conflicts WHERE conv_id = @conv)",
];

/** What went with a conversation. */
export interface RemovedConversation extends RemovedEnvelopes {
  /** Incidents whose failures may have been among it, to be counted anew. */
  readonly incidents: readonly string[];
}

/**
 * Removes conversations with everything that is known of them, and leaves a row that says so. Texts, search index and
 * charts follow by their triggers. Must run in a transaction of the writer.
 */
export class ConversationRemoval {
  readonly #envelopes: EnvelopeRemoval;
  readonly #key: Database.Statement;
  readonly #incidents: Database.Statement;
  readonly #statements: readonly Database.Statement[];
  readonly #unplaced: readonly Database.Statement[];
  readonly #note: Database.Statement;

  constructor(sqlite: Database.Database) {
    const prepare = (sql: string): Database.Statement => sqlite.prepare(sql);
    this.#envelopes = new EnvelopeRemoval(sqlite);
    this.#key = prepare("SELECT conv_key FROM conversation_keys WHERE conv_id = ?").pluck();
    this.#incidents = prepare(
      "SELECT DISTINCT incident_id FROM errors WHERE conv_id = ? AND incident_id IS NOT NULL",
    ).pluck();
    const ofConversation = sets.flatMap(({ name, fields }) => ("conv_id" in fields ? [name] : []));
    this.#statements = [
      ...dependent,
      ...[...ofConversation, "unsettled_conversations"].map(
        (table) => `DELETE FROM ${table} WHERE conv_id = @conv`,
      ),
    ].map(prepare);
    this.#unplaced = sets
      .filter(({ fields }) => "source" in fields)
      .map(({ name, fields }) =>
        prepare(
          `DELETE FROM ${name} WHERE source GLOB ?${"conv_id" in fields ? " AND conv_id IS NULL" : ""}`,
        ),
      );
    this.#note = prepare(
      `INSERT INTO removals (removal_id, conv_id, tier, rule, what, count, bytes, ordinals, last_ordinal, removed_at_ms)
       VALUES (@removal_id, @conv_id, 'hot', @rule, 'everything', @events, @bytes, @ordinals, @last_ordinal, @now)`,
    );
  }

  /** One conversation. `rule` says why, for people who look for it later. O(what it holds). */
  remove(convId: string, rule: string, now: number): RemovedConversation {
    const incidents = this.#incidents.all(convId).map(String);
    const key = this.#key.get(convId);
    // The records go before the log's names of them.
    for (const statement of this.#statements) statement.run({ conv: convId });
    const removed = key === undefined ? noEnvelopes : this.#envelopes.ofConversation(Number(key));
    this.#note.run({ removal_id: `${convId}@${String(now)}`, conv_id: convId, rule, now, ...removed });
    return { ...removed, incidents };
  }

  /** What sources with such names told of no conversation: processes, their samples, their envelopes. */
  removeUnplaced(
    sourcePrefix: string,
    rule: string,
    now: number,
  ): RemovedEnvelopes & { readonly returned: readonly ReturnedEnvelope[] } {
    const { returned, ...removed } = this.#envelopes.ofNoConversation(sourcePrefix);
    for (const statement of this.#unplaced) statement.run(`${sourcePrefix}*`);
    if (removed.events > 0)
      this.#note.run({ removal_id: `${sourcePrefix}@${String(now)}`, conv_id: null, rule, now, ...removed });
    return { ...removed, returned };
  }
}
