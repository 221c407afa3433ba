import type { ConversationDetail } from "@/lib/contracts/conversation";
import type { Density, KindGroup } from "@/lib/client/inspector-params";

/** Records per group of kinds in the whole conversation; null where only the list itself knows. */
export type KindCounts = Readonly<Record<KindGroup, number | null>>;

/** `density` decides which groups the list can show at all: beside turns only some have rows. */
export function kindCounts({ parts }: Pick<ConversationDetail, "parts">, density: Density): KindCounts {
  const counts: KindCounts = {
    events: parts.events,
    entities: parts.entities_stored + parts.entities_projected,
    snapshots: parts.snapshots,
    model: parts.model_calls,
    tools: parts.tool_calls,
    decisions: parts.middleware,
    transport: parts.transport,
    errors: parts.errors + parts.panics,
    findings: parts.anomalies + parts.faults,
    logs: null,
    records: null,
  };
  if (density !== "turns") return counts;
  const { errors, findings } = counts;
  return { ...nothing, errors, findings };
}

const nothing: KindCounts = {
  events: 0,
  entities: 0,
  snapshots: 0,
  model: 0,
  tools: 0,
  decisions: 0,
  transport: 0,
  errors: 0,
  findings: 0,
  logs: 0,
  records: 0,
};
