import type { ConversationDetail } from "@/lib/contracts/conversation";
import type { KindGroup } from "@/lib/client/inspector-params";

/** Records per group of kinds in the whole conversation; null where only the list itself knows. */
export type KindCounts = Readonly<Record<KindGroup, number | null>>;

export function kindCounts({ parts }: Pick<ConversationDetail, "parts">): KindCounts {
  return {
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
}
