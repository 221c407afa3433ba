import { listIncidentDecisions } from "@/db/queries/incident-rules";
import type { DecidedIncident, DecideIncidentBody } from "@/lib/contracts/incident-edit";
import { incidentDecisions } from "@/lib/domain/model/error";
import type { ConsoleRuntime } from "../store/console-runtime";
import { wireFromRecord } from "../wire-from-record";
import { requireIncident } from "./get-incident";
import { incidentFromRow } from "./list-incidents";

/** Decides about an incident. Throws incident-not-found, and what the writer throws. */
export async function decideIncident(
  runtime: Pick<ConsoleRuntime, "store" | "writer">,
  incidentId: string,
  decision: DecideIncidentBody,
): Promise<DecidedIncident> {
  await runtime.writer.editIncidents({ edit: "decide", incident_id: incidentId, decision });
  return decided(runtime, incidentId);
}

/** Takes the decision of a time (epoch ms) back: the one before it is in force again. Throws incident-not-found and not-found. */
export async function takeBackDecision(
  runtime: Pick<ConsoleRuntime, "store" | "writer">,
  incidentId: string,
  decidedAt: string,
): Promise<DecidedIncident> {
  const decided_at_ms = /^\d{1,15}$/.test(decidedAt) ? Number(decidedAt) : -1;
  await runtime.writer.editIncidents({ edit: "take-back", incident_id: incidentId, decided_at_ms });
  return decided(runtime, incidentId);
}

function decided({ store }: Pick<ConsoleRuntime, "store">, incidentId: string): DecidedIncident {
  const [decision] = listIncidentDecisions(store, incidentId, 1);
  return {
    incident: incidentFromRow(store, requireIncident(store, incidentId)),
    decision: decision === undefined ? null : wireFromRecord(incidentDecisions, decision),
  };
}
