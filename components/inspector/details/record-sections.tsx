"use client";
import { Suspense, type ReactNode } from "react";
import { TextDiff } from "@/components/data/text-diff/text-diff";
import { Skeleton } from "@/components/ui/skeleton";
import { Status } from "@/components/ui/status";
import { formatPercent } from "@/lib/client/format";
import type { InspectedRecord } from "@/lib/client/inspector-record";
import type { ModelCallRow } from "@/lib/contracts/call";
import { ModelCallSections, ToolCallSections } from "./call-sections";
import { EntitySections } from "./entity-sections";
import { EventSections } from "./event-sections";
import { Section, ValueSection } from "./section";
import { SnapshotSections, TurnSections } from "./turn-sections";
import { lazyPart } from "@/components/ui/lazy-part";

const FailureAccountPanel = lazyPart(() => import("@/components/data/failure-account/failure-account"));
const FailureChainPanel = lazyPart(() => import("@/components/data/failure-chain/failure-chain"));

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
      return <EventSections detail={record.detail} onFollow={onFollow} />;
    case "error":
      return (
        <>
          <section aria-label="In plain words" className="border-b">
            <Suspense fallback={<Skeleton width="60%" />}>
              <FailureAccountPanel errorId={record.row.error_id} brief />
            </Suspense>
          </section>
          <Section title="What led here, what followed">
            <Suspense fallback={<Skeleton width="60%" />}>
              <FailureChainPanel errorId={record.row.error_id} onFollow={onFollow} />
            </Suspense>
          </Section>
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
    case "model_call":
      return <ModelCallSections detail={record.detail} renderLatency={renderLatency} />;
    case "tool_call":
      return <ToolCallSections detail={record.detail} />;
    case "entity":
    case "entity_version":
      return <EntitySections detail={record.detail} onFollow={onFollow} />;
    case "turn":
      return <TurnSections detail={record.detail} onFollow={onFollow} />;
    case "snapshot":
      return <SnapshotSections snapshot={record.snapshot} />;
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
          <ValueSection title="As the runtime stored it" value={record.row.stored_value} />
          <ValueSection title="As recomputed from the events" value={record.row.recomputed_value} />
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

function Stack({ text }: { text: string }) {
  return (
    <Section title="Stack">
      <pre tabIndex={0} aria-label="Stack trace" className="num max-h-80 overflow-auto whitespace-pre">
        {text}
      </pre>
    </Section>
  );
}
