import { encodeCursor } from "@/lib/contracts/cursor";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { getFacetsQuerySchema } from "@/lib/contracts/facet";
import { listEventsQuerySchema } from "@/lib/contracts/event";
import { listJoinedQuerySchema } from "@/lib/contracts/joined";
import { getConversation } from "@/lib/services/conversations/get-conversation";
import { listConversations } from "@/lib/services/conversations/list-conversations";
import { cursorBinding } from "@/lib/services/cursor-binding";
import { listEvents } from "@/lib/services/events/list-events";
import { getFacets } from "@/lib/services/facets/get-facets";
import { getAxis } from "@/lib/services/joined/get-axis";
import { listJoined } from "@/lib/services/joined/list-joined";
import { getRelated } from "@/lib/services/related/get-related";
import { searchRecords } from "@/lib/services/search/search-records";
import type { ServiceContext } from "@/lib/services/service-context";
import { longConversation } from "./scale-load";
import { wordOfRank } from "./words";

/** Something that a page asks, by name; `call` counts up, so that another word is asked each time. */
export interface ScaleQuestion {
  readonly name: string;
  readonly ask: (call: number) => unknown;
}

const facets = "status:idle model:gpt-5";
const common = (call: number): string => wordOfRank(call);
const middling = (call: number): string => wordOfRank(300 + call);
const rare = (call: number): string => wordOfRank(20_000 + call);
const beginning = (call: number, letters: number): string => wordOfRank(500 + call).slice(0, letters);

/** What is asked of a store that `scaleLoad` filled. */
export function scaleQuestions(context: ServiceContext): readonly ScaleQuestion[] {
  const list = (query: Record<string, string>) =>
    listConversations(
      context,
      listConversationsQuerySchema.parse(
        Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
      ),
    );
  const counts = (q: string) => getFacets(context, getFacetsQuerySchema.parse({ q: [q] }));
  const events = (q: string) => listEvents(context, listEventsQuerySchema.parse({ q: [q] }));
  const search = (q: string) => searchRecords(context, { q, limit: 20 });
  const joined = (query: Record<string, readonly string[]> = {}, asked = context) =>
    listJoined(
      asked,
      longConversation,
      listJoinedQuerySchema.parse({ kind: [], density: ["grouped"], ...query }),
    );
  const cursor = deepCursor(context);
  const far = middleOf(context);
  const refs = refsOf(context);
  const related = (kind: string) => getRelated(changed(context), refs.get(kind));
  return [
    { name: "list, newest first", ask: () => list({}) },
    { name: "list, a page from the middle", ask: () => list({ cursor }) },
    { name: "list, two facets", ask: () => list({ q: facets }) },
    { name: "list, two facets, common word", ask: (call) => list({ q: `${facets} ${common(call)}` }) },
    { name: "list, two facets, middling word", ask: (call) => list({ q: `${facets} ${middling(call)}` }) },
    { name: "list, two facets, rare word", ask: (call) => list({ q: `${facets} ${rare(call)}` }) },
    { name: "list, two facets, two letters", ask: (call) => list({ q: `${facets} ${beginning(call, 2)}` }) },
    { name: "list, the same word again", ask: () => list({ q: `${facets} ${middling(0)}` }) },
    { name: "facets of that list, common word", ask: (call) => counts(`${facets} ${common(call)}`) },
    { name: "facets of that list, middling", ask: (call) => counts(`${facets} ${middling(call)}`) },
    { name: "facets, no query (completion)", ask: () => counts("") },
    { name: "facets, one facet", ask: () => counts("model:gpt-5") },
    { name: "text, common word", ask: (call) => search(common(call)) },
    { name: "text, middling word", ask: (call) => search(middling(call)) },
    { name: "text, rare word", ask: (call) => search(rare(call)) },
    { name: "text, two words", ask: (call) => search(`${common(call)} ${rare(call)}`) },
    { name: "text, phrase of common words", ask: (call) => search(`"${common(0)} ${common(call + 1)}"`) },
    { name: "text, beginning of two letters", ask: (call) => search(beginning(call, 2)) },
    {
      name: "text, two beginnings of two",
      ask: (call) => search(`${beginning(call, 2)} ${beginning(call + 60, 2)}`),
    },
    { name: "text, beginning of three", ask: (call) => search(beginning(call, 3)) },
    { name: "text, one letter", ask: (call) => search("abcdefghilmnoprstuvw".charAt(call % 20)) },
    { name: "text, nothing found", ask: (call) => search(`nothing${String(call)}here`) },
    { name: "events, middling word", ask: (call) => events(middling(call)) },
    { name: "events, rare word", ask: (call) => events(rare(call)) },
    { name: "long: header", ask: () => getConversation(context, longConversation) },
    { name: "long: joined, first page", ask: () => joined() },
    { name: "long: joined, around the middle", ask: () => joined({ around: [far] }) },
    { name: "long: joined, after a change", ask: () => joined({}, changed(context)) },
    { name: "long: axis", ask: () => getAxis(context, longConversation) },
    { name: "long: axis, counted anew", ask: () => getAxis(changed(context), longConversation) },
    { name: "long: related of an envelope", ask: () => getRelated(changed(context), `event:${far}`) },
    { name: "long: related of a turn", ask: () => related("turn") },
    { name: "long: related of a message", ask: () => related("entity") },
    { name: "long: related of a tool call", ask: () => related("tool_call") },
  ];
}

/** The same store to whoever keeps what it read of one until something changes. */
function changed(context: ServiceContext): ServiceContext {
  return { ...context, store: { ...context.store } };
}

/** Some records from the middle of the long conversation, by kind. */
function refsOf({ store }: ServiceContext): ReadonlyMap<string, string> {
  const middle = (table: string, keys: string, start: string): string =>
    String(
      store.sqlite
        .prepare(
          `SELECT ${keys} FROM ${table} WHERE conv_id = @id ORDER BY ${start}
           LIMIT 1 OFFSET (SELECT count(*) / 2 FROM ${table} WHERE conv_id = @id)`,
        )
        .pluck()
        .get({ id: longConversation }),
    );
  return new Map([
    ["turn", `turn:${longConversation}/${middle("turns", "turn_id", "started_at_ms")}`],
    [
      "entity",
      `entity:${longConversation}/${middle("entities", "entity_id || '/' || kind || '/' || origin", "created_at_ms")}`,
    ],
    ["tool_call", `tool_call:${longConversation}/${middle("tool_calls", "tool_call_id", "requested_at_ms")}`],
  ]);
}

/** The place in the middle of the list. */
function deepCursor({ store }: ServiceContext): string {
  const { sort, query } = listConversationsQuerySchema.parse({});
  const [middle] = store.sqlite
    .prepare(
      "SELECT last_activity_ms, conv_id FROM conversations ORDER BY last_activity_ms DESC, conv_id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM conversations)",
    )
    .raw()
    .all()
    .map((row) => row as [bigint, string]);
  if (middle === undefined) throw new Error("the store has no conversations");
  return encodeCursor(cursorBinding("conversations", { sort, query }), [Number(middle[0]), middle[1]]);
}

/** An envelope in the middle of the long conversation. */
function middleOf({ store }: ServiceContext): string {
  const ordinal = store.sqlite
    .prepare(
      `SELECT ordinal FROM events WHERE conv_key = (SELECT conv_key FROM conversation_keys WHERE conv_id = ?)
       ORDER BY ordinal LIMIT 1 OFFSET (SELECT event_count / 2 FROM conversations WHERE conv_id = ?)`,
    )
    .pluck()
    .get(longConversation, longConversation);
  return String(ordinal);
}
