"use client";
import { Suspense } from "react";
import { Glyph } from "@/components/ui/glyph";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { RelatedItem } from "@/lib/contracts/related";
import { Section } from "./section";

const FailureAccountPanel = lazyPart(() => import("@/components/data/failure-account/failure-account"));

/** Failures listed; who has more of them looks under Related. */
const listed = 3;

export interface FailedWithProps {
  /** Records correlated with this one, once they are known. */
  related: readonly RelatedItem[] | undefined;
  /** Whether the first failure is told in plain words: where a record is about what went wrong. */
  inWords: boolean;
  onFollow: (ref: string) => void;
}

/** Failures that name a record, or that it is the envelope of: from a failed call nobody has to look for their row. */
export function FailedWith({ related = [], inWords, onFollow }: FailedWithProps) {
  const failures = related.filter(({ kind, direction }) => kind === "error" && direction === "causes");
  const [first] = failures;
  if (first === undefined) return null;
  const errorId = parseRecordRef(first.ref)?.parts[0];
  return (
    <Section title="Failed with" end={failures.length > listed ? failures.length : undefined}>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {failures.slice(0, listed).map(({ ref, title, summary }) => (
          <li key={ref} className="flex min-h-6 items-center gap-2 text-xs">
            <button
              type="button"
              className="inline-flex min-h-6 shrink-0 items-center gap-1.5 text-err hover:underline"
              onClick={() => onFollow(ref)}
            >
              <Glyph name="octagon" />
              <span className="num">{title}</span>
            </button>
            <span className="min-w-0 truncate text-fg-muted" title={summary}>
              {summary}
            </span>
          </li>
        ))}
      </ul>
      {inWords && errorId !== undefined && (
        <div className="-mx-3 -mb-2.5">
          <Suspense fallback={<Skeleton width="60%" />}>
            <FailureAccountPanel key={errorId} errorId={errorId} brief />
          </Suspense>
        </div>
      )}
    </Section>
  );
}
