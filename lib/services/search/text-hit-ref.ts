import { snapshotOfBlock, type TextHit } from "@/db/search/find-text";
import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";

/** Reference of the record whose text was found; undefined when nothing shows it (a block of no snapshot). */
export function textHitRef(store: ReadStore, { kind, conv_id, key, part }: TextHit): string | undefined {
  const conv = conv_id ?? "";
  switch (kind) {
    case "session":
      return recordRef("conversation", conv);
    case "turn":
    case "model_call":
    case "tool_call":
      return recordRef(kind, conv, key);
    case "entity": {
      // The part is the kind, which may hold spaces, and the origin, which does not.
      const space = part.lastIndexOf(" ");
      return recordRef("entity", conv, key, part.slice(0, space), part.slice(space + 1));
    }
    case "block": {
      const snapshot = snapshotOfBlock(store, key, part);
      return snapshot === undefined ? undefined : recordRef("snapshot", ...snapshot);
    }
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
