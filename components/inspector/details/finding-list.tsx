"use client";
import { Glyph } from "@/components/ui/glyph";
import { formatCount } from "@/lib/client/format";
import type { OrderingAnomalyRow } from "@/lib/contracts/event";
import { Section } from "./section";

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

/** Ordering findings of one envelope. */
export function FindingList({
  anomalies,
  onFollow,
}: {
  anomalies: readonly OrderingAnomalyRow[];
  onFollow: (ref: string) => void;
}) {
  return (
    <Section title="Order" end={anomalies.length}>
      <ul className="grid gap-0.5 text-xs">
        {anomalies.map((anomaly) => (
          <li key={anomaly.anomaly_id}>
            <button
              type="button"
              className="inline-flex min-h-6 items-center gap-1.5 text-warn hover:underline"
              onClick={() => onFollow(anomaly.ref)}
            >
              <Glyph name="triangle" />
              {anomalyText(anomaly)}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
