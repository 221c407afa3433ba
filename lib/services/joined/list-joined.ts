import { findConvKey, findSubjectKey, findTurnKey, findTypeKey } from "@/db/queries/dictionary-keys";
import type { ConversationRow } from "@/db/queries/conversation-list";
import { listSubjectRows } from "@/db/queries/joined-side";
import { findTurnReach, findTurnSpan, turnMarginMs } from "@/db/queries/turn-span";
import { readTypeNames, type EventWalk } from "@/db/queries/joined-events";
import type { ReadStore } from "@/db/store";
import type { JoinedPage, ListJoinedQuery } from "@/lib/contracts/joined";
import { defaultJoinedKinds, joinedKinds, type JoinedKind } from "@/lib/contracts/vocabulary";
import type { EnvelopeClass } from "@/lib/domain/model/event";
import { nativeTypes } from "@/lib/ingest/native-types";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { isStreamingType } from "./event-runs";
import { findAnchor } from "./find-anchor";
import { beginning, decodeGap, encodeGap } from "./joined-cursor";
import { itemsFromWalk } from "./joined-items";
import { walkJoined, type JoinedSource, type WalkedPage } from "./joined-walk";
import { compareKeys, entryOf, fewSidesOf, type SideEntry } from "./side-list";
import { orderOfList, orderOfPieces, type SideOrder } from "./side-order";

/**
 * Native lines that state a record and tell of nothing else. Such a line is the record's evidence, not
 * something that happened besides: next to the record's own row it would tell everything twice. It is shown
 * with state rows, which it is like.
 */
const statementTypes = Object.keys(nativeTypes).filter((type) => nativeTypes[type] !== "envelope");

const classOfKind: Partial<Record<JoinedKind, EnvelopeClass>> = {
  event: "event",
  log: "log",
  record: "record",
};

/**
 * One page of everything that a conversation did, on one axis. From the beginning, from a cursor in either
 * direction, or centred on a record. Reads at most 8,000 index entries of envelopes, so a page may be
 * short and still have a next.
 */
export function listJoined({ store }: ServiceContext, convId: string, query: ListJoinedQuery): JoinedPage {
  const conversation = requireConversation(store, convId);
  const { cursor, around, limit, ...filter } = query;
  const binding = cursorBinding("joined", { convId, filter });
  const source = sourceOf(store, conversation, filter);
  if (around !== undefined && cursor === undefined)
    return centred(store, convId, source, around, limit, binding);
  const { direction, gap } =
    cursor === undefined ? { direction: "forward" as const, gap: beginning } : decodeGap(binding, cursor);
  const page = walkJoined(source, direction, gap, limit);
  const isForward = direction === "forward";
  return {
    items: itemsFromWalk(store, convId, page.items),
    next_cursor: !isForward || page.has_more ? encodeGap(binding, "forward", page.end) : null,
    prev_cursor: isForward
      ? cursor === undefined
        ? null
        : encodeGap(binding, "backward", page.start)
      : backwardCursor(page, binding),
    anchor: null,
  };
}

function centred(
  store: ReadStore,
  convId: string,
  source: JoinedSource,
  around: string,
  limit: number,
  binding: ReturnType<typeof cursorBinding>,
): JoinedPage {
  const { gap, ref } = findAnchor(store, convId, source, around);
  const before = gap === beginning ? undefined : walkJoined(source, "backward", gap, Math.floor(limit / 2));
  const after = walkJoined(source, "forward", gap, limit - (before?.items.length ?? 0));
  const walked = [...(before?.items ?? []), ...after.items];
  const items = itemsFromWalk(store, convId, walked);
  const exact = items.findIndex((item) => item.ref === ref);
  // What is not shown itself lies in the turn that began last before it, if turns are shown, else before what follows.
  const earlier = before?.items.length ?? 0;
  const inTurn = items.findLastIndex((item, at) => at < earlier && item.kind === "turn");
  const fallback = inTurn === -1 ? Math.min(earlier, items.length - 1) : inTurn;
  return {
    items,
    next_cursor: after.has_more ? encodeGap(binding, "forward", after.end) : null,
    prev_cursor: before === undefined ? null : backwardCursor(before, binding),
    anchor: items.length === 0 ? null : exact === -1 ? fallback : exact,
  };
}

function backwardCursor(page: WalkedPage, binding: ReturnType<typeof cursorBinding>): string | null {
  return page.has_more ? encodeGap(binding, "backward", page.start) : null;
}

function sourceOf(
  store: ReadStore,
  { conv_id: convId }: ConversationRow,
  filter: Omit<ListJoinedQuery, "cursor" | "around" | "limit">,
): JoinedSource {
  const kinds = kindsOf(filter.kind);
  const events = eventWalkOf(store, convId, kinds, filter);
  const side = sideOf(store, convId, kinds, filter);
  return {
    store,
    events,
    side,
    isStreaming: filter.density === "full" ? () => false : streamingTypes(store),
  };
}

/** Records that are not envelopes: all that lie in the wanted times, those of a turn in its reach, and those of a subject by its key. */
function sideOf(
  store: ReadStore,
  convId: string,
  kinds: ReadonlySet<JoinedKind>,
  {
    turn,
    subject,
    from_ms = -1,
    to_ms = Number.MAX_SAFE_INTEGER,
  }: Pick<ListJoinedQuery, "turn" | "subject" | "from_ms" | "to_ms">,
): SideOrder {
  const isWanted = ({ row, at_ms }: SideEntry): boolean =>
    kinds.has(row.kind) &&
    (turn === undefined || row.turn_id === turn) &&
    (subject === undefined || row.subject === subject) &&
    at_ms >= from_ms &&
    at_ms <= to_ms;
  const few = fewSidesOf(store, convId).filter(isWanted);
  if (subject !== undefined) {
    // What is crowded but has no time is one of the few, too.
    const known = new Set(few.map(({ ref }) => ref));
    const many = listSubjectRows(store, convId, subject).map(entryOf);
    const others = many.filter((entry) => isWanted(entry) && !known.has(entry.ref));
    return orderOfList([...few, ...others].sort(compareKeys));
  }
  const reach = turn === undefined ? undefined : findTurnReach(store, convId, turn, null);
  const range = {
    from_ms: Math.max(from_ms, reach?.from_ms ?? -1),
    to_ms: Math.min(to_ms, reach?.to_ms ?? Number.MAX_SAFE_INTEGER),
  };
  return orderOfPieces(store, convId, orderOfList(few), { kinds, range, isWanted });
}

function kindsOf(filter: ListJoinedQuery["kind"]): ReadonlySet<JoinedKind> {
  if (filter.length === 0) return new Set(defaultJoinedKinds);
  return new Set(joinedKinds.filter((kind) => filter.every((alternatives) => alternatives.includes(kind))));
}

function eventWalkOf(
  store: ReadStore,
  convId: string,
  kinds: ReadonlySet<JoinedKind>,
  { turn, subject, from_ms, to_ms }: Pick<ListJoinedQuery, "turn" | "subject" | "from_ms" | "to_ms">,
): EventWalk | undefined {
  const classes = [...kinds].flatMap((kind) => classOfKind[kind] ?? []);
  const conv_key = findConvKey(store, convId);
  if (conv_key === undefined || classes.length === 0) return undefined;
  const turn_key = turn === undefined ? undefined : findTurnKey(store, conv_key, turn);
  const subject_key = subject === undefined ? undefined : findSubjectKey(store, conv_key, subject);
  if ((turn !== undefined && turn_key === undefined) || (subject !== undefined && subject_key === undefined))
    return undefined;
  const span = turn === undefined ? undefined : findTurnSpan(store, convId, turn);
  const from = Math.max(from_ms ?? 0, span === undefined ? 0 : span.from_ms - turnMarginMs);
  const to = Math.min(
    to_ms ?? Number.MAX_SAFE_INTEGER,
    span === undefined ? Number.MAX_SAFE_INTEGER : span.to_ms + turnMarginMs,
  );
  const isBounded = from > 0 || to < Number.MAX_SAFE_INTEGER;
  return {
    conv_key,
    classes,
    without_native: kinds.has("record")
      ? []
      : statementTypes.flatMap((name) => findTypeKey(store, name) ?? []),
    turn_key,
    subject_key,
    between: isBounded ? { from_ms: from, to_ms: to } : undefined,
  };
}

/** Asks the dictionary once per type and page. */
function streamingTypes(store: ReadStore): (typeKey: number) => boolean {
  const known = new Map<number, boolean>();
  return (typeKey) => {
    let isStreaming = known.get(typeKey);
    if (isStreaming === undefined) {
      isStreaming = isStreamingType(readTypeNames(store, [typeKey]).get(typeKey) ?? "");
      known.set(typeKey, isStreaming);
    }
    return isStreaming;
  };
}
