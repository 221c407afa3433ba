"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { TimeText } from "@/components/data/time-text";
import { classColor } from "@/components/ui/class-mark";
import { formatCount, formatDuration } from "@/lib/client/format";
import { recordHref } from "@/lib/client/record-href";
import type { FailureAccount, KnownRecord } from "@/lib/contracts/failure-account";

/** A link among words: colour alone would not tell it from them. */
export const textLink = "link underline decoration-current/45 underline-offset-3 hover:decoration-current";

const targetLink = `${textLink} inline-flex min-h-6 items-center`;

/** Address of a record; one of no conversation stands in the list of events. */
function hrefOf({ conv_id, ref }: Pick<KnownRecord, "conv_id" | "ref">): string {
  return recordHref(conv_id, ref) ?? `/events?sel=${encodeURIComponent(ref)}`;
}

/** A record by its name, with the time that it took. */
export function RecordLink({
  record,
  alone = false,
  children,
}: {
  record: KnownRecord;
  /** Stands beside other links and not in a sentence: a full target. */
  alone?: boolean;
  children?: ReactNode;
}) {
  return (
    <span className={alone ? "inline-flex min-h-6 min-w-0 items-center gap-1.5" : undefined}>
      <Link href={hrefOf(record)} className={alone ? targetLink : textLink} title={record.summary}>
        {children ?? record.title}
      </Link>
      {record.took_ms !== null && (
        <span className="whitespace-nowrap text-fg-subtle"> {formatDuration(record.took_ms)}</span>
      )}
    </span>
  );
}

/** Conversation, turn, and the calls that the failure names. */
export function Place({ account }: { account: FailureAccount }) {
  const { conversation, turn, records, ref, at_ms } = account;
  if (conversation === null)
    return <p className="text-fg-muted">In no conversation: in the runtime itself.</p>;
  const { conv_id, title } = conversation;
  return (
    <>
      <p>
        <Link href={recordHref(conv_id, ref) ?? "/conversations"} className={textLink}>
          {title ?? conv_id}
        </Link>
        {turn !== null && (
          <>
            {", "}
            <Link href={recordHref(conv_id, turn.ref) ?? "/conversations"} className={textLink}>
              turn {turn.position ?? ""}
            </Link>
            <span className="text-fg-muted">
              {turn.prompt !== null && turn.prompt !== title && <> “{turn.prompt}”</>}
              {turn.outcome !== null && <>, which {outcomeWords[turn.outcome] ?? turn.outcome}</>}
            </span>
          </>
        )}
      </p>
      {(records.length > 0 || at_ms !== null) && (
        <p className="flex flex-wrap items-center gap-x-3">
          {records.map((record) => (
            <RecordLink key={record.ref} record={record} alone />
          ))}
          {at_ms !== null && <TimeText ms={at_ms} show="date-time" className="text-fg-muted" />}
        </p>
      )}
    </>
  );
}

const outcomeWords: Readonly<Record<string, string>> = {
  completed: "was completed all the same",
  failed: "failed",
  open: "has no end",
};

/** The envelope that shows the failure first, and the way to its bytes. */
export function FirstEnvelope({ account: { envelope } }: { account: FailureAccount }) {
  if (envelope === null)
    return <p className="text-fg-muted">None: it follows from what is missing, not from what came.</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-3">
      <Link href={hrefOf(envelope)} className={`${targetLink} num`}>
        #{formatCount(envelope.ordinal ?? 0)} {envelope.title}
      </Link>
      {envelope.at_ms !== null && <TimeText ms={envelope.at_ms} show="date-time" className="text-fg-muted" />}
      {envelope.conv_id !== null && (
        <Link href={`${hrefOf(envelope)}&details=raw`} className={targetLink}>
          Raw bytes
        </Link>
      )}
    </p>
  );
}

/** The nearest steps of the chain before the failure, and what was decided in its turn. */
export function LedBy({ account: { conversation, led_by, decisions } }: { account: FailureAccount }) {
  const convId = conversation?.conv_id ?? null;
  return (
    <>
      {led_by.length === 0 && (
        <p className="text-fg-muted">
          {convId === null
            ? "Unknown: what belongs to no conversation stands beside nothing."
            : "Nothing else went wrong in the ten minutes before it."}
        </p>
      )}
      <ul>
        {led_by.map(({ ref, title, summary, offset_ms, mark, link }) => (
          <li key={ref ?? title} className="flex min-w-0 items-baseline gap-2">
            <span
              data-mark=""
              aria-hidden="true"
              className="size-2 shrink-0 rounded-mark"
              style={{ background: classColor(mark) }}
            />
            <span className="min-w-0">
              <Link
                href={ref === null ? "/system" : (recordHref(convId, ref) ?? "/events")}
                className={`${textLink} num`}
              >
                {title}
              </Link>{" "}
              <span className="text-fg-muted">
                {summary}
                {offset_ms !== null && offset_ms <= 0 && `, ${formatDuration(-offset_ms)} before`}
              </span>{" "}
              <span className="text-xs text-fg-subtle" title={link.rule}>
                {link.how}
              </span>
            </span>
          </li>
        ))}
        {decisions.map((record) => (
          <li key={record.ref} className="flex min-w-0 items-baseline gap-2">
            <span data-mark="" aria-hidden="true" className="size-2 shrink-0 rounded-full bg-neutral" />
            <span className="min-w-0">
              <RecordLink record={record} /> <span className="text-fg-muted">{record.summary}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
