"use client";
import { useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { PageState } from "@/components/data/page-state";
import { RawView } from "@/components/data/raw-view/raw-view";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Glyph } from "@/components/ui/glyph";
import { Tooltip } from "@/components/ui/tooltip";
import { formatCount, truncateMiddle } from "@/lib/client/format";
import { envelopePath, fetchEnvelope, type FetchedEnvelope } from "@/lib/client/inspector-fetch";
import { freshness } from "@/lib/client/query-client";
import { CaptureBadge } from "../capture-badge";

export interface RawTabProps {
  /** Envelope that the record is, or that caused it. */
  ordinal: string | null;
  /** Whether the record is the envelope itself. */
  isItself: boolean;
  onFollow: (ref: string) => void;
}

/** The stored bytes of the envelope behind the record, and whether they are still what was received. */
export function RawTab({ ordinal, isItself, onFollow }: RawTabProps) {
  const query = useQuery({
    queryKey: ["events", ordinal, "envelope"],
    queryFn: ({ signal }) => fetchEnvelope(ordinal ?? "", signal),
    enabled: ordinal !== null,
    staleTime: freshness.immutable,
  });
  if (ordinal === null) {
    return (
      <EmptyState title="No envelope is known for this record">
        It was read from a database or computed here. What it rests on is under Related.
      </EmptyState>
    );
  }
  const name = `Envelope ${formatCount(ordinal)}`;
  return (
    <PageState
      state={
        query.isError
          ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
          : query.isPending
            ? { kind: "loading" }
            : { kind: "ready" }
      }
    >
      {query.data !== undefined && (
        <>
          <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 border-b px-3 py-1 text-xs">
            {isItself ? (
              <span>{name}</span>
            ) : (
              <span className="text-fg-muted">
                Caused by{" "}
                <button type="button" className="link min-h-6" onClick={() => onFollow(`event:${ordinal}`)}>
                  envelope {formatCount(ordinal)}
                </button>
              </span>
            )}
            <HashLine envelope={query.data} />
            <CaptureBadge ordinal={ordinal} />
          </div>
          <RawView
            key={ordinal}
            label={name}
            bytes={query.data.bytes}
            toolbar={
              <>
                <CopyButton
                  text={() => new TextDecoder().decode(query.data.bytes)}
                  label="Copy the envelope"
                />
                <Tooltip content="Download the envelope">
                  <a
                    href={envelopePath(ordinal)}
                    download
                    aria-label="Download the envelope"
                    className="inline-flex size-6 items-center justify-center rounded-control text-fg-subtle hover:bg-raised hover:text-fg"
                  >
                    <Download width={14} height={14} aria-hidden="true" />
                  </a>
                </Tooltip>
              </>
            }
          />
        </>
      )}
    </PageState>
  );
}

const verdicts = {
  true: { tone: "text-ok", glyph: "check", words: "verified here" },
  false: { tone: "text-err", glyph: "octagon", words: "does not match the bytes" },
  null: {
    tone: "text-fg-subtle",
    glyph: "ring",
    words: "not recomputed: this page is not on a secure origin",
  },
} as const;

function HashLine({ envelope }: { envelope: FetchedEnvelope }) {
  const { tone, glyph, words } = verdicts[`${envelope.matches}`];
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span className="text-fg-subtle">SHA-256</span>
      <span className="num truncate" title={envelope.sha256}>
        {truncateMiddle(envelope.sha256, 17)}
      </span>
      <CopyButton text={envelope.sha256} label="Copy the SHA-256" className="-my-1" />
      <span className={`inline-flex items-center gap-1 ${tone}`}>
        <Glyph name={glyph} />
        {words}
      </span>
    </span>
  );
}
