"use client";
import Link from "next/link";
import { Suspense, useState } from "react";
import { TimeText } from "@/components/data/time-text";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import { truncateMiddle } from "@/lib/client/format";
import { recordHref } from "@/lib/client/record-href";
import type { Occurrence } from "@/lib/contracts/error";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronRight from "lucide-react/icons/chevron-right";
import { RecordedMessage } from "./message-parts";

const FailureChainPanel = lazyPart(() => import("@/components/data/failure-chain/failure-chain"));

/** Occurrences of an incident, newest first; the newest shows what led to it and what followed. */
export function OccurrenceList({ occurrences }: { occurrences: readonly Occurrence[] }) {
  const newest = occurrences[0]?.error_id;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  return (
    <ul aria-label="Occurrences">
      {occurrences.map((occurrence) => {
        const { error_id } = occurrence;
        return (
          <OccurrenceRow
            key={error_id}
            occurrence={occurrence}
            isOpen={(error_id === newest) !== toggled.has(error_id)}
            onToggle={() => toggle(error_id)}
          />
        );
      })}
    </ul>
  );
}

function OccurrenceRow({
  occurrence,
  isOpen,
  onToggle,
}: {
  occurrence: Occurrence;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { conv_id, error_id, occurred_at_ms, raw_message, safe_message, grouped_message } = occurrence;
  const href = recordHref(conv_id, occurrence.ref);
  const name = occurrence.conversation_title ?? truncateMiddle(conv_id ?? "no conversation", 28);
  const message = raw_message ?? safe_message;
  return (
    <li className="border-b px-2 py-1.5 text-xs">
      <div className="flex items-center gap-1.5">
        <IconButton
          label={isOpen ? "Hide what led here" : "Show what led here"}
          icon={isOpen ? <ChevronDown width={14} height={14} /> : <ChevronRight width={14} height={14} />}
          aria-expanded={isOpen}
          onClick={onToggle}
        />
        {href === null ? (
          <span className="min-w-0 truncate">{name}</span>
        ) : (
          <Link href={href} className="link flex min-h-6 min-w-0 items-center">
            <span className="truncate">{name}</span>
          </Link>
        )}
        {occurred_at_ms !== null && (
          <TimeText ms={occurred_at_ms} show="date-time" className="ml-auto shrink-0 text-fg-subtle" />
        )}
      </div>
      <div className="pr-1.5 pl-7.5">
        {message !== null && (
          <p className="num line-clamp-3 break-words text-fg-muted">
            <RecordedMessage text={message} />
          </p>
        )}
        {grouped_message !== null && (
          <p className="num line-clamp-2 break-words text-fg-subtle">
            grouped by <RecordedMessage text={grouped_message} />
          </p>
        )}
        {isOpen && (
          <div className="pt-2 pb-1">
            <Suspense fallback={<Skeleton width="60%" />}>
              <FailureChainPanel errorId={error_id} hrefOf={(ref) => recordHref(conv_id, ref) ?? undefined} />
            </Suspense>
          </div>
        )}
      </div>
    </li>
  );
}
