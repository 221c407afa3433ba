"use client";
import type { ReactNode } from "react";
import { KeyValues } from "@/components/data/key-values";
import { TextDiff } from "@/components/data/text-diff/text-diff";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatCount, formatDuration, formatPercent, plural } from "@/lib/client/format";
import type { InspectedRecord } from "@/lib/client/inspector-record";
import type { ModelCallRow } from "@/lib/contracts/call";
import { recordRef } from "@/lib/contracts/record-ref";
import { asArray } from "@/lib/domain/json/json-access";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { FindingList } from "./finding-list";
import { Section } from "./section";

export interface RecordSectionsProps {
  record: InspectedRecord;
  onFollow: (ref: string) => void;
  /** Draws the latency of a model call. */
  renderLatency: (call: ModelCallRow) => ReactNode;
}

/** What a kind of record has beyond its fields: causes, retries, side effects, history, lineage. */
export function RecordSections({ record, onFollow, renderLatency }: RecordSectionsProps): ReactNode {
  switch (record.kind) {
    case "event":
      return <EventSections record={record} onFollow={onFollow} />;
    case "error":
      return (
        <>
          {record.row.causes.length > 0 && (
            <Section title="Causes, outermost first">
              <ol className="grid gap-1.5">
                {record.row.causes.map((cause) => (
                  <li key={cause.position} className="border-l-2 border-border pl-2 break-words">
                    {cause.code !== null && <span className="num mr-1.5 text-fg-subtle">{cause.code}</span>}
                    {cause.message}
                  </li>
                ))}
              </ol>
            </Section>
          )}
          {record.row.stack !== null && <Stack text={record.row.stack} />}
        </>
      );
    case "panic":
      return record.row.stack === null ? null : <Stack text={record.row.stack} />;
    case "model_call": {
      const { model_call: call, retries } = record.detail;
      return (
        <>
          <Section title="Latency" end={call.total_ms === null ? undefined : formatDuration(call.total_ms)}>
            {renderLatency(call)}
          </Section>
          {retries.length > 0 && (
            <Section title="Retries" end={retries.length}>
              <ol className="grid gap-1">
                {retries.map((retry) => (
                  <li key={retry.attempt} className="flex gap-2 text-xs">
                    <span className="num text-fg-subtle">#{retry.attempt}</span>
                    <span className="min-w-0 flex-1 truncate">
                      {[retry.status, retry.cause].filter(Boolean).join(" · ")}
                    </span>
                    {retry.backoff_ms !== null && (
                      <span className="num text-fg-subtle">waited {formatDuration(retry.backoff_ms)}</span>
                    )}
                  </li>
                ))}
              </ol>
            </Section>
          )}
          {call.output_preview !== null && call.error_message !== null && (
            <Section title="Answer, beginning">{call.output_preview}</Section>
          )}
        </>
      );
    }
    case "tool_call": {
      const { tool_call: call, side_effects } = record.detail;
      return (
        <>
          <Value title="Arguments" value={call.arguments} />
          <Value title="Result" value={call.result} />
          {side_effects.length > 0 && (
            <Section title="Side effects" end={side_effects.length}>
              <ul className="grid gap-1">
                {side_effects.map((effect) => (
                  <li key={effect.position} className="flex gap-2 text-xs">
                    <span className="shrink-0 text-fg-subtle">{effect.kind.replaceAll("_", " ")}</span>
                    <span className="num shrink-0">{effect.action}</span>
                    <span className="num min-w-0 flex-1 break-all">{effect.target}</span>
                    {effect.occurred_at_ms !== null && (
                      <TimeText ms={effect.occurred_at_ms} className="text-fg-subtle" />
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      );
    }
    case "entity":
    case "entity_version":
      return <EntitySections record={record} onFollow={onFollow} />;
    case "turn":
      return (
        <Section title="Snapshots" end={record.detail.snapshots.length}>
          <ul className="grid gap-0.5">
            {record.detail.snapshots.map((snapshot) => (
              <li key={snapshot.ref} className="flex gap-2 text-xs">
                <button
                  type="button"
                  className="link num min-h-6 min-w-0 flex-1 truncate text-left"
                  onClick={() => onFollow(snapshot.ref)}
                >
                  {snapshot.phase}
                </button>
                <span className="text-fg-subtle">{plural(snapshot.blocks.length, "block")}</span>
                {snapshot.phase_latency_ms !== null && (
                  <span className="num w-16 text-right text-fg-subtle">
                    {formatDuration(snapshot.phase_latency_ms)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      );
    case "snapshot":
      return (
        <>
          <Section
            title="Blocks against the snapshot before"
            end={plural(record.snapshot.blocks.length, "block")}
          >
            <p className="text-xs">
              {Object.entries(record.snapshot.lineage)
                .map(([lineage, count]) => `${count} ${lineage}`)
                .join(" · ") || "nothing to compare with"}
            </p>
          </Section>
          {record.snapshot.warnings.length > 0 && (
            <Section title="Parse quality" end={record.snapshot.warnings.length}>
              <ul className="grid gap-1 text-xs">
                {record.snapshot.warnings.map((warning) => (
                  <li key={warning.position}>
                    <span className="text-warn">{warning.kind.replaceAll("_", " ")}</span> {warning.message}
                    {warning.path !== null && <span className="num ml-1 text-fg-subtle">{warning.path}</span>}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      );
    case "planner":
      return (
        <Section title="Candidates" end={record.row.candidates.length}>
          <ol className="grid gap-1 text-xs">
            {record.row.candidates.map((candidate) => (
              <li key={candidate.position} className="flex gap-2">
                <span className="w-14">
                  {candidate.chosen === true ? <Status status="taken" tone="ok" /> : ""}
                </span>
                <span className="num">{candidate.candidate}</span>
                <span className="min-w-0 flex-1 truncate text-fg-subtle">{candidate.rationale}</span>
                {candidate.confidence !== null && (
                  <span className="num">{formatPercent(candidate.confidence)}</span>
                )}
              </li>
            ))}
          </ol>
        </Section>
      );
    case "fault":
      return (
        <>
          <Value title="As the runtime stored it" value={record.row.stored_value} />
          <Value title="As recomputed from the events" value={record.row.recomputed_value} />
        </>
      );
    case "transform":
      return record.row.before_text === null || record.row.after_text === null ? null : (
        <Section title="Before and after">
          <div className="-mx-3 flex h-72 flex-col">
            <TextDiff
              label="Prompt before and after"
              before={record.row.before_text}
              after={record.row.after_text}
            />
          </div>
        </Section>
      );
    case "middleware":
    case "mode":
    case "guardrail":
    case "http":
    case "ws":
    case "anomaly":
    case "missing":
      return null;
  }
}

function EventSections({
  record,
  onFollow,
}: {
  record: Extract<InspectedRecord, { kind: "event" }>;
  onFollow: (ref: string) => void;
}) {
  const { detail } = record;
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

const agreementWords = {
  match: ["match", "Stored and recomputed state agree."],
  drift: ["drift", "The stored state differs from what the events give."],
  only_stored: ["stored only", "The store has it; no recorded event tells of it."],
  only_projected: ["not in store", "The events tell of it; the runtime's store never had it."],
} as const;

function EntitySections({
  record,
  onFollow,
}: {
  record: Extract<InspectedRecord, { kind: "entity" | "entity_version" }>;
  onFollow: (ref: string) => void;
}) {
  const { entity, counterpart, versions, version_count, faults } = record.detail;
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

function Stack({ text }: { text: string }) {
  return (
    <Section title="Stack">
      <pre tabIndex={0} aria-label="Stack trace" className="num max-h-80 overflow-auto whitespace-pre">
        {text}
      </pre>
    </Section>
  );
}

/** A small value in place; the Payload tab has the whole with search. */
function Value({ title, value }: { title: string; value: JsonValue | null }) {
  if (value === null) return null;
  const text = typeof value === "string" ? value : stringifyExact(value);
  return (
    <Section title={title}>
      <p className="num max-h-40 overflow-auto break-words whitespace-pre-wrap">
        {text.length > 1500 ? `${text.slice(0, 1500)}…` : text}
      </p>
    </Section>
  );
}
