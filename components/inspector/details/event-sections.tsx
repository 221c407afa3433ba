"use client";
import { KeyValues } from "@/components/data/key-values";
import { formatCount, plural } from "@/lib/client/format";
import type { EventDetail } from "@/lib/contracts/event";
import { recordRef } from "@/lib/contracts/record-ref";
import { FindingList } from "./finding-list";
import { Section } from "./section";

/** What was noticed at an envelope, and its neighbours. */
export function EventSections({
  detail,
  onFollow,
}: {
  detail: EventDetail;
  onFollow: (ref: string) => void;
}) {
  const neighbours = [
    ["Before, in its stream", detail.previous_in_stream],
    ["After, in its stream", detail.next_in_stream],
    ["Before, in the conversation", detail.previous_in_conversation],
    ["After, in the conversation", detail.next_in_conversation],
  ] as const;
  return (
    <>
      {detail.anomalies.length > 0 && <FindingList anomalies={detail.anomalies} onFollow={onFollow} />}
      {detail.conflicts.length > 0 && (
        <Section title="Other bytes under the same identity" end={detail.conflicts.length}>
          <ul className="grid gap-1 text-xs">
            {detail.conflicts.map((conflict) => (
              <li key={conflict.conflict_id} className="num break-all">
                {conflict.other_sha256} · {conflict.other_bytes ?? "?"} bytes ·{" "}
                {plural(conflict.count ?? 1, "time")}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Neighbours">
        <KeyValues
          labelWidth={170}
          items={neighbours.map(([label, ordinal]) => ({
            label,
            value:
              ordinal === null ? (
                "none"
              ) : (
                <button
                  type="button"
                  className="link num"
                  onClick={() => onFollow(recordRef("event", ordinal))}
                >
                  {formatCount(ordinal)}
                </button>
              ),
          }))}
        />
      </Section>
    </>
  );
}
