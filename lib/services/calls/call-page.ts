import type { CallPosition } from "@/db/queries/calls";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { Page } from "@/lib/contracts/wire";
import type { JsonValue } from "@/lib/domain/model/field";

export function callPositionOf(binding: JsonValue, cursor: string | undefined): CallPosition | undefined {
  if (cursor === undefined) return undefined;
  const [at, convId, id] = decodeCursor(binding, cursor, 3);
  return { at_ms: Number(at), conv_id: String(convId), id: String(id) };
}

/** A page from `limit + 1` rows. */
export function callPageOf<Row, Item>(
  binding: JsonValue,
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => CallPosition,
  item: (row: Row) => Item,
): Page<Item> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const at = rows.length > limit && last !== undefined ? position(last) : undefined;
  return {
    items: page.map(item),
    next_cursor: at === undefined ? null : encodeCursor(binding, [at.at_ms, at.conv_id, at.id]),
  };
}
