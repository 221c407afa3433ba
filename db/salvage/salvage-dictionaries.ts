import { hashed } from "../event-log/event-identity";
import type { WriteStore } from "../store";
import type { ReadableTables } from "./readable-tables";
import { isWhole } from "./salvage-rows";

/** Dictionaries of the log, with the index that holds every entry a second time. */
const dictionaries = [
  { table: "conversation_keys", key: "conv_key", index: "conversation_keys_conv_id_unique" },
  { table: "sources", key: "source_key", index: "sources_name_unique" },
  { table: "event_types", key: "type_key", index: "event_types_name_unique" },
  { table: "identity_stems", key: "stem_key", index: "identity_stems_by_text" },
  { table: "streams", key: "stream_key", index: "streams_by_name" },
  { table: "subjects", key: "subject_key", index: "subjects_by_name" },
  { table: "turn_keys", key: "turn_key", index: "turn_keys_by_id" },
  { table: "words", key: "word_key", index: "words_word_unique" },
  { table: "entity_keys", key: "entity_key", index: "entity_keys_by_subject" },
  { table: "snapshot_keys", key: "snapshot_key", index: "snapshot_keys_by_turn" },
  { table: "block_keys", key: "block_key", index: "block_keys_by_id" },
] as const;

/** Rows of entities and places in snapshots that nothing names any more. */
const unnamed = [
  "DELETE FROM entity_version_rows WHERE entity_key NOT IN (SELECT entity_key FROM entity_keys)",
  "DELETE FROM entity_rows WHERE entity_key NOT IN (SELECT entity_key FROM entity_keys)",
  "DELETE FROM entity_rows WHERE props_of NOT IN (SELECT entity_key FROM entity_rows WHERE props_of IS NULL)",
  "DELETE FROM snapshot_block_rows WHERE snapshot_key NOT IN (SELECT snapshot_key FROM snapshot_keys)",
  "DELETE FROM snapshot_block_rows WHERE block_key NOT IN (SELECT block_key FROM block_keys)",
  "UPDATE entity_version_rows SET tells_state = 0 WHERE tells_state = 1 AND entity_key NOT IN (SELECT entity_key FROM entity_rows)",
];

/**
 * Stems of ids that do not count: their numbers are hashes, which are hardly all below 10^18 as those that count are. They are
 * the stream's name, or nothing where the line had an id, which holds in all streams.
 */
const hashedStems = `INSERT INTO identity_stems (stem_key, source_key, stem, digits)
  SELECT e.stem_key, min(e.source_key), CASE WHEN max(e.item_id) IS NULL THEN min(s.name) ELSE '' END, ${String(hashed)}
  FROM events e JOIN streams s ON s.stream_key = e.stream_key
  WHERE e.stem_key NOT IN (SELECT stem_key FROM identity_stems)
  GROUP BY e.stem_key HAVING min(e.identity_number) < 0 OR max(e.identity_number) >= 1000000000000000000`;

/** Entries without which an envelope, an entity or a snapshot cannot be shown: what is lost gets a name that says so. */
const placeholders = [
  `INSERT INTO conversation_keys (conv_key, conv_id) SELECT DISTINCT conv_key, 'lost-conversation-' || conv_key FROM events
   WHERE conv_key IS NOT NULL AND conv_key NOT IN (SELECT conv_key FROM conversation_keys)`,
  `INSERT INTO sources (source_key, name) SELECT DISTINCT source_key, 'lost-source-' || source_key FROM events
   WHERE source_key NOT IN (SELECT source_key FROM sources)`,
  `INSERT INTO identity_stems (stem_key, source_key, stem, digits) SELECT stem_key, min(source_key), 'lost-stem-' || stem_key || '-', 0
   FROM events WHERE stem_key NOT IN (SELECT stem_key FROM identity_stems) GROUP BY stem_key`,
  `INSERT INTO event_types (type_key, name) SELECT DISTINCT type_key, 'lost-type-' || type_key FROM events
   WHERE type_key NOT IN (SELECT type_key FROM event_types)`,
  `INSERT INTO streams (stream_key, source_key, conv_key, name)
   SELECT stream_key, min(source_key), min(conv_key), 'lost-stream-' || stream_key FROM events
   WHERE stream_key NOT IN (SELECT stream_key FROM streams) GROUP BY stream_key`,
  `INSERT INTO conversation_keys (conv_key, conv_id) SELECT DISTINCT conv_key, 'lost-conversation-' || conv_key FROM
   (SELECT conv_key FROM entity_rows UNION SELECT conv_key FROM entity_version_rows UNION SELECT conv_key FROM snapshot_keys)
   WHERE conv_key NOT IN (SELECT conv_key FROM conversation_keys)`,
  `INSERT INTO subjects (subject_key, conv_key, name) SELECT k.subject_key, min(r.conv_key), 'lost-entity-' || k.subject_key FROM
   (SELECT entity_key, conv_key FROM entity_rows UNION SELECT entity_key, conv_key FROM entity_version_rows) r
   JOIN entity_keys k ON k.entity_key = r.entity_key
   WHERE k.subject_key NOT IN (SELECT subject_key FROM subjects) GROUP BY k.subject_key`,
  `INSERT INTO words (word_key, word) SELECT DISTINCT kind_key, 'lost-kind-' || kind_key FROM entity_keys
   WHERE kind_key NOT IN (SELECT word_key FROM words)`,
  `INSERT INTO words (word_key, word) SELECT DISTINCT phase_key, 'lost-phase-' || phase_key FROM snapshot_keys
   WHERE phase_key NOT IN (SELECT word_key FROM words)`,
  `INSERT INTO turn_keys (turn_key, conv_key, turn_id) SELECT turn_key, min(conv_key), 'lost-turn-' || turn_key FROM snapshot_keys
   WHERE turn_key NOT IN (SELECT turn_key FROM turn_keys) GROUP BY turn_key`,
];
/** Names of subjects and turns may be missing. */
const omissions = [
  "UPDATE events SET subject_key = NULL WHERE subject_key NOT IN (SELECT subject_key FROM subjects)",
  "UPDATE events SET turn_key = NULL, turn_how = NULL WHERE turn_key NOT IN (SELECT turn_key FROM turn_keys)",
];

/**
 * Makes the dictionaries whole again after their rows and the log's were copied: from their indexes, and by names that
 * say that one was lost. Returns the number of names that were lost. Must run in a transaction.
 */
export function completeDictionaries(tables: ReadableTables, { sqlite }: WriteStore): number {
  for (const { table, key, index } of dictionaries) {
    const root = tables.indexRoot(index);
    const columns = sqlite.prepare("SELECT name FROM pragma_index_info(?)").pluck().all(index).map(String);
    const insert = sqlite.prepare(
      `INSERT INTO ${table} (${[...columns, key].join(", ")}) VALUES (${[...columns, key].map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`,
    );
    for (const entry of root === undefined ? [] : tables.entries(root)) {
      if (entry.length === columns.length + 1 && entry.every(isWhole)) insert.run(entry);
    }
  }
  for (const sql of [...unnamed, hashedStems]) sqlite.prepare(sql).run();
  const lost = placeholders.reduce((sum, sql) => sum + sqlite.prepare(sql).run().changes, 0);
  for (const sql of omissions) sqlite.prepare(sql).run();
  return lost;
}
