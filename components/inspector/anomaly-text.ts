import { formatCount } from "@/lib/client/format";
import type { OrderingAnomalyRow } from "@/lib/contracts/event";

/** A kind of finding in words. "duplicate same" alone does not say that nothing was lost by it. */
export function findingWord(kind: string): string {
  if (kind === "duplicate_same") return "duplicate, same bytes";
  return kind === "duplicate_other" ? "duplicate, other bytes" : kind.replaceAll("_", " ");
}

/** Says what is wrong with the order at an envelope. */
export function anomalyText(anomaly: OrderingAnomalyRow): string {
  const word = findingWord(anomaly.kind);
  if (anomaly.kind === "gap" && anomaly.missing_count !== null) {
    return `gap: ${formatCount(anomaly.missing_count)} missing before seq ${anomaly.seq === null ? "?" : formatCount(anomaly.seq)}`;
  }
  if (anomaly.expected_seq !== null && anomaly.seq !== null)
    return `${word}: seq ${formatCount(anomaly.seq)} where ${formatCount(anomaly.expected_seq)} was due`;
  return anomaly.seq === null ? word : `${word} at seq ${formatCount(anomaly.seq)}`;
}
