import { listErrorRows } from "@/db/queries/error-rows";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { ListErrorsQuery, RecordedErrorDetail } from "@/lib/contracts/error";
import type { Page } from "@/lib/contracts/wire";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { errorDetailsFromRows } from "./error-from-row";

/** Failures of a conversation in order of time, with cause chains. */
export function listErrors(
  { store }: ServiceContext,
  convId: string,
  query: ListErrorsQuery,
): Page<RecordedErrorDetail> {
  requireConversation(store, convId);
  const { cursor, limit, ...filter } = query;
  const binding = cursorBinding("errors", { convId, filter });
  const rows = listErrorRows(
    store,
    convId,
    filter,
    cursor === undefined ? undefined : positionOf(decodeCursor(binding, cursor, 2)),
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: errorDetailsFromRows(store, page),
    next_cursor:
      rows.length > limit && last !== undefined
        ? encodeCursor(binding, [last.occurred_at_ms, last.error_id])
        : null,
  };
}

export function positionOf([at, id]: ReturnType<typeof decodeCursor>): {
  at_ms: number | null;
  error_id: string;
} {
  return { at_ms: typeof at === "number" ? at : null, error_id: String(id) };
}
