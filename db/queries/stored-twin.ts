/**
 * SQL of the rows that the stored side has of an entity, by the key of either side: a probe of the keys and one of the rows.
 */
export function storedTwin(entityKey: string, table: "entity_rows" | "entity_version_rows"): string {
  return `SELECT 1 FROM entity_keys own
    JOIN entity_keys twin ON twin.subject_key = own.subject_key AND twin.kind_key = own.kind_key AND twin.origin = 0
    JOIN ${table} kept ON kept.entity_key = twin.entity_key WHERE own.entity_key = ${entityKey}`;
}
