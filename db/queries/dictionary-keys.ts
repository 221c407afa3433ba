import type { ReadStore } from "../store";

/** Key of a conversation in the event log; undefined when no envelope of it was ever stored. */
export function findConvKey({ sqlite }: ReadStore, convId: string): number | undefined {
  return keyOf(
    sqlite.prepare("SELECT conv_key FROM conversation_keys WHERE conv_id = ?").pluck().get(convId),
  );
}

/** Key of a turn in the event log. */
export function findTurnKey({ sqlite }: ReadStore, convKey: number, turnId: string): number | undefined {
  return keyOf(
    sqlite
      .prepare("SELECT turn_key FROM turn_keys WHERE turn_id = ? AND conv_key = ?")
      .pluck()
      .get(turnId, convKey),
  );
}

/** Key of a subject inside a conversation. */
export function findSubjectKey({ sqlite }: ReadStore, convKey: number, name: string): number | undefined {
  return keyOf(
    sqlite
      .prepare("SELECT subject_key FROM subjects WHERE name = ? AND conv_key = ?")
      .pluck()
      .get(name, convKey),
  );
}

/** Keys of a subject name in all conversations, at most 100. */
export function findSubjectKeys({ sqlite }: ReadStore, name: string): number[] {
  return sqlite
    .prepare("SELECT subject_key FROM subjects WHERE name = ? LIMIT 100")
    .pluck()
    .all(name)
    .map(Number);
}

/** Key of an event type. */
export function findTypeKey({ sqlite }: ReadStore, name: string): number | undefined {
  return keyOf(sqlite.prepare("SELECT type_key FROM event_types WHERE name = ?").pluck().get(name));
}

function keyOf(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}
