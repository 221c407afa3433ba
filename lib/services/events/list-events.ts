import { findConvKey } from "@/db/queries/dictionary-keys";
import { listEventPage } from "@/db/queries/event-page";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { EventPage, ListEventsQuery } from "@/lib/contracts/event";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { eventsFromRows } from "./event-from-row";

/**
 * One page of envelopes: of one conversation in order of arrival, or of all with the newest first. A
 * filtered page looks at 50,000 envelopes at most, so it may be short, even empty, and still have a next.
 */
export function listEvents(
  { store, now }: ServiceContext,
  { cursor, limit, order, query }: ListEventsQuery,
  convId?: string,
): EventPage {
  if (convId !== undefined) requireConversation(store, convId);
  const convKey = convId === undefined ? undefined : findConvKey(store, convId);
  if (convId !== undefined && convKey === undefined) return { items: [], next_cursor: null };
  const descending = (order ?? (convId === undefined ? "desc" : "asc")) === "desc";
  const binding = cursorBinding("events", { convId, descending, query });
  const slice = listEventPage(store, {
    query,
    now_ms: now(),
    conv_key: convKey,
    descending,
    after: cursor === undefined ? undefined : BigInt(decodeCursor(binding, cursor, 1)[0] ?? 0),
    limit,
  });
  return {
    items: eventsFromRows(store, slice.rows),
    next_cursor: slice.resume_after === undefined ? null : encodeCursor(binding, [slice.resume_after]),
  };
}
