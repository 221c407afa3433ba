import { formatCount } from "@/lib/client/format";
import type { OrderingAnomalyRow } from "@/lib/contracts/event";

/** Says what is wrong with the order at an envelope. */
export function anomalyText(anomaly: OrderingAnomalyRow): string {
  const word = anomaly.kind.replaceAll("_", " ");
  if (anomaly.kind === "gap" && anomaly.missing_count !== null) {
    return `gap: ${formatCount(anomaly.missing_count)} missing before seq ${anomaly.seq === null ? "?" : formatCount(anomaly.seq)}`;
  }
  if (anomaly.expected_seq !== null && anomaly.seq !== null)
    return `${word}: seq ${formatCount(anomaly.seq)} where ${formatCount(anomaly.expected_seq)} was due`;
  return anomaly.seq === null ? word : `${word} at seq ${formatCount(anomaly.seq)}`;
}
