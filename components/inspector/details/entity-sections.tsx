"use client";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatCount, plural } from "@/lib/client/format";
import type { EntityDetail } from "@/lib/contracts/timeline";
import { asArray } from "@/lib/domain/json/json-access";
import { Section } from "./section";

const agreementWords = {
  match: ["match", "Stored and recomputed state agree."],
  drift: ["drift", "The stored state differs from what the events give."],
  only_stored: ["stored only", "The store has it; no recorded event tells of it."],
  only_projected: ["not in store", "The events tell of it; the runtime's store never had it."],
} as const;

/** Whether store and events agree about an entity, and the writes that made it. */
export function EntitySections({
  detail,
  onFollow,
}: {
  detail: EntityDetail;
  onFollow: (ref: string) => void;
}) {
  const { entity, counterpart, versions, version_count, faults } = detail;
  const [word, sentence] = agreementWords[entity.agreement];
  return (
    <>
      <Section title="Stored against recomputed">
        <p className="flex flex-wrap items-center gap-2 text-xs">
          <Status
            status={word}
            tone={
              entity.agreement === "match" ? "ok" : entity.agreement === "only_stored" ? "neutral" : "err"
            }
          />
          <span className="text-fg-muted">{sentence}</span>
          {counterpart !== null && (
            <button type="button" className="link min-h-6" onClick={() => onFollow(counterpart.ref)}>
              Show as {counterpart.origin}
            </button>
          )}
        </p>
        {faults.map((fault) => (
          <p key={fault.fault_id} className="mt-1 text-xs break-words">
            <button type="button" className="link min-h-6" onClick={() => onFollow(fault.ref)}>
              {fault.kind.replaceAll("_", " ")}
            </button>{" "}
            {fault.detail}
          </p>
        ))}
      </Section>
      <Section title="History" end={plural(version_count, "write")}>
        <ol className="grid gap-0.5 text-xs">
          {versions.map((version) => (
            <li key={version.ref} className="flex gap-2">
              <button
                type="button"
                className="link num min-h-6 shrink-0"
                title={version.version}
                onClick={() => onFollow(version.ref)}
              >
                {version.occurred_at_ms === null ? (
                  `v ${formatCount(version.version)}`
                ) : (
                  <TimeText ms={version.occurred_at_ms} />
                )}
              </button>
              <span
                className="min-w-0 flex-1 truncate leading-6 text-fg-subtle"
                title={version.summary ?? undefined}
              >
                {asArray(version.changed_fields ?? undefined)
                  ?.map(String)
                  .join(", ")}
                {(version.writes ?? 1) > 1 && ` ×${formatCount(version.writes ?? 1)}`}
              </span>
            </li>
          ))}
        </ol>
        {versions.length < version_count && (
          <p className="text-xs text-fg-subtle">The first {versions.length} are listed.</p>
        )}
      </Section>
    </>
  );
}
