import {
  countEntities,
  listAgreementFacts,
  listDriftedEntities,
  listEntityRows,
  listProjectors,
  type EntityListRow,
  type EntityPosition,
} from "@/db/queries/timeline";
import type { ReadStore } from "@/db/store";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { EntityRow, ListTimelineQuery, TimelinePage } from "@/lib/contracts/timeline";
import { entities, projectors } from "@/lib/domain/model/timeline";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { entityRef } from "./entity-from-row";

/**
 * Timeline entities of a conversation in order of creation. Shows what the runtime stored when it stored a
 * timeline, else what recomputation gives; `all` shows both and says which side lacks an entity.
 */
export function listTimeline(
  { store }: ServiceContext,
  convId: string,
  query: ListTimelineQuery,
): TimelinePage {
  requireConversation(store, convId);
  const counts = countEntities(store, convId);
  const origin = query.origin ?? (counts.stored > 0 ? "stored" : "projected");
  const { cursor, limit, kind } = query;
  const binding = cursorBinding("timeline", { convId, origin, kind });
  const after = cursor === undefined ? undefined : positionOf(decodeCursor(binding, cursor, 4));
  const rows = listEntityRows(store, convId, origin, kind, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: entitiesFromRows(store, convId, page, counts.stored > 0),
    next_cursor:
      rows.length > limit && last !== undefined
        ? encodeCursor(binding, [last.created_at_ms ?? -1, last.entity_id, last.kind, last.origin])
        : null,
    origin,
    counts: counts.stored > 0 ? counts : { ...counts, only_projected: 0 },
    projectors: listProjectors(store, convId).map((row) => wireFromRecord(projectors, row)),
  };
}

/** Without any stored timeline nothing is missing from it: projected entities then count as a match. */
function entitiesFromRows(
  store: ReadStore,
  convId: string,
  rows: readonly EntityListRow[],
  hasStored: boolean,
): EntityRow[] {
  const facts = listAgreementFacts(store, convId, [...new Set(rows.map((row) => row.entity_id))]);
  const drifted = listDriftedEntities(store, convId);
  return rows.map((row) => {
    const own = facts.filter((fact) => fact.entity_id === row.entity_id && fact.kind === row.kind);
    const hasOther = own.some((fact) => fact.origin !== row.origin);
    return {
      ...wireFromRecord(entities, row, ["props"]),
      ref: entityRef(row),
      agreement: hasOther
        ? drifted.has(row.entity_id)
          ? "drift"
          : "match"
        : row.origin === "stored"
          ? "only_stored"
          : hasStored
            ? "only_projected"
            : "match",
      version_count: Number(own.find((fact) => fact.origin === row.origin)?.versions ?? 0),
    };
  });
}

function positionOf([created, entity_id, kind, origin]: ReturnType<typeof decodeCursor>): EntityPosition {
  return {
    created_at_ms: Number(created),
    entity_id: String(entity_id),
    kind: String(kind),
    origin: String(origin),
  };
}
