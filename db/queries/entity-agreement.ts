import type { ReadStore } from "../store";

/**
 * Those of some entities that events tell of but the runtime's store never had. Empty when the
 * conversation has no stored timeline at all: then nothing is known to be missing.
 */
export function listUnstoredEntities(
  { sqlite }: ReadStore,
  convId: string,
  entityIds: readonly string[],
): Set<string> {
  const hasStored = sqlite
    .prepare("SELECT 1 FROM entities WHERE conv_id = ? AND origin = 'stored' LIMIT 1")
    .get(convId);
  if (hasStored === undefined || entityIds.length === 0) return new Set();
  const marks = entityIds.map(() => "?").join(", ");
  const stored = new Set(
    sqlite
      .prepare(
        `SELECT entity_id FROM entities_by_id WHERE conv_id = ? AND origin = 'stored' AND entity_id IN (${marks})`,
      )
      .pluck()
      .all(convId, ...entityIds),
  );
  return new Set(entityIds.filter((id) => !stored.has(id)));
}
