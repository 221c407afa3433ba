"use client";
import { Glyph } from "@/components/ui/glyph";
import type { OrderingAnomalyRow } from "@/lib/contracts/event";
import { anomalyText } from "../anomaly-text";
import { Section } from "./section";

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
