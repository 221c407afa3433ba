import { listConversationRows } from "@/db/queries/conversation-list";
import { listIncidentRows } from "@/db/queries/incident-list";
import type { SearchQuery, SearchResult } from "@/lib/contracts/search";
import { describeIncident } from "../records/describe-failures";
import { describeConversation } from "../records/describe-turns";
import type { ServiceContext } from "../service-context";
import { hitFromRecord } from "./hit-from-record";
import { lookUp } from "./look-up";

/** Records by id, then conversations and incidents by title, newest first. Text is taken literally. */
export function searchRecords(context: ServiceContext, { q, limit }: SearchQuery): SearchResult {
  if (q === undefined) return { items: [] };
  const { store } = context;
  const list = { descending: true, after: undefined, limit, filter: { q } } as const;
  const hits = [
    ...lookUp(context, q).items,
    ...listConversationRows(store, { ...list, by: "last_activity" }).map((row) =>
      hitFromRecord(describeConversation(row), "title"),
    ),
    ...listIncidentRows(store, { ...list, by: "last_seen" }).map((row) =>
      hitFromRecord(describeIncident(row), "title"),
    ),
  ];
  const unique = new Map(hits.toReversed().map((hit) => [hit.ref, hit]));
  return { items: [...unique.values()].toReversed().slice(0, limit) };
}
