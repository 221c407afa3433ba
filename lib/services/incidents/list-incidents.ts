import {
  countIncidents,
  incidentSortValue,
  listIncidentRows,
  type IncidentRow,
} from "@/db/queries/incident-list";
import { readOccurrenceValues } from "@/db/queries/incident-occurrences";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { IncidentPage, IncidentSummary, ListIncidentsQuery } from "@/lib/contracts/error";
import { recordRef } from "@/lib/contracts/record-ref";
import { incidents } from "@/lib/domain/model/error";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";

/** One page of incidents with the number of matches. */
export function listIncidents(
  { store, now }: ServiceContext,
  { sort, cursor, limit, query }: ListIncidentsQuery,
): IncidentPage {
  const now_ms = now();
  const binding = cursorBinding("incidents", { sort, query });
  const [value, incidentId] = cursor === undefined ? [] : decodeCursor(binding, cursor, 2);
  const rows = listIncidentRows(store, {
    query,
    now_ms,
    by: sort.by,
    descending: sort.descending,
    after: cursor === undefined ? undefined : { value: Number(value), incident_id: String(incidentId) },
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => incidentFromRow(store, row)),
    next_cursor:
      rows.length > limit && last !== undefined
        ? encodeCursor(binding, [incidentSortValue(last, sort.by), last.incident_id])
        : null,
    total: countIncidents(store, query, { now_ms }),
    total_is_exact: true,
  };
}

/** The wire form of an incident with what its occurrences have in common. */
export function incidentFromRow(store: ServiceContext["store"], row: IncidentRow): IncidentSummary {
  const { tools, models, providers, http_statuses, histogram } = readOccurrenceValues(store, row.incident_id);
  return {
    ...wireFromRecord(incidents, row),
    ref: recordRef("incident", row.incident_id),
    tools: [...tools],
    models: [...models],
    providers: [...providers],
    http_statuses: [...http_statuses],
    histogram: [...histogram],
  };
}
