import { originOfEntity, snapshotOfBlock, subjectOfNote } from "@/db/search/find-text";
import type { SearchedRecord } from "@/db/search/record-texts";
import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";

/**
 * Reference of what shows a text that was found: mostly the record itself, of a note what it is on. Undefined when
 * nothing shows it (a block of no snapshot).
 */
export function textHitRef(
  store: ReadStore,
  { kind, conv_id, key, part }: SearchedRecord,
): string | undefined {
  const conv = conv_id ?? "";
  switch (kind) {
    case "session":
      return recordRef("conversation", conv);
    case "turn":
    case "model_call":
    case "tool_call":
      return recordRef(kind, conv, key);
    case "entity": {
      const origin = originOfEntity(store, conv, key, part);
      return origin === undefined ? undefined : recordRef("entity", conv, key, part, origin);
    }
    case "block": {
      const snapshot = snapshotOfBlock(store, key, part);
      return snapshot === undefined ? undefined : recordRef("snapshot", ...snapshot);
    }
    case "note":
      return subjectOfNote(store, key);
    case "conversation":
    case "error":
    case "incident":
    case "http":
    case "ws":
      return recordRef(kind, key);
    default:
      return undefined;
  }
}
