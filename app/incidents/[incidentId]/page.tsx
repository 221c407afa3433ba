import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { IncidentPreview } from "@/components/incidents/incident-preview";
import { incidentTitle } from "@/lib/domain/failures/incident-title";
import { Frame } from "@/components/shell/frame";
import { getIncidentQuerySchema } from "@/lib/contracts/error";
import { ConsoleError } from "@/lib/domain/console-error";
import { getIncident } from "@/lib/services/incidents/get-incident";
import { getServiceContext } from "@/lib/services/runtime";

export const metadata: Metadata = { title: "Incident" };

/** One incident on a page of its own, for links. */
export default async function IncidentPage({ params }: { params: Promise<{ incidentId: string }> }) {
  const { incidentId } = await params;
  const incident = find(decodeURIComponent(incidentId));
  if (incident === undefined) notFound();
  return (
    <Frame title={incidentTitle(incident)} crumbs={[{ label: "Incidents", href: "/incidents" }]}>
      <IncidentPreview incident={incident} wide />
    </Frame>
  );
}

function find(incidentId: string) {
  try {
    return getIncident(getServiceContext(), incidentId, getIncidentQuerySchema.parse({})).incident;
  } catch (error) {
    if (error instanceof ConsoleError && error.code === "incident-not-found") return undefined;
    throw error;
  }
}
