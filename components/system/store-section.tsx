import type { ReactNode } from "react";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCount, formatPercent } from "@/lib/client/format";
import type { StorageFigures, WriterStateDto } from "@/lib/contracts/system";

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note?: ReactNode;
}

const conditions = {
  writing: { status: "ok", words: "takes everything in" },
  full: { status: "error", words: "disk full" },
  read_only: { status: "error", words: "read only" },
  damaged: { status: "error", words: "damaged" },
} as const;

export interface StoreSectionProps {
  storage: StorageFigures;
  /** Absent where this process only reads. */
  writer: WriterStateDto | null;
}

/** Whether the store takes anything in, what it holds and how much room that takes. */
export function StoreSection({ storage, writer }: StoreSectionProps) {
  const condition = writer === null ? undefined : conditions[writer.condition];
  return (
    <section aria-label="Store">
      <PaneHeader
        title="Store"
        end={condition && <Status status={condition.status}>{condition.words}</Status>}
      />
      <Figures figures={figuresOf(storage, writer)} />
    </section>
  );
}

function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px border-b bg-border sm:grid-cols-4 xl:grid-cols-8">
      {figures.map(({ label, value, note }) => (
        <div key={label} className="flex flex-col gap-0.5 bg-canvas px-3.5 py-3">
          <dt className="text-2xs text-fg-subtle">{label}</dt>
          <dd className="num text-lg">{value}</dd>
          {note !== undefined && <dd className="text-xs text-fg-muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

function figuresOf(storage: StorageFigures, writer: WriterStateDto | null): readonly Figure[] {
  const { bytes_received, database_bytes, segment_raw_bytes, segment_stored_bytes } = storage;
  return [
    {
      label: "Conversations",
      value: formatCount(storage.conversations),
      note:
        storage.demo_conversations > 0
          ? `${formatCount(storage.demo_conversations)} of them demo`
          : undefined,
    },
    {
      label: "Envelopes",
      value: formatCount(storage.events),
      note: `last ordinal ${storage.last_ordinal === null ? "–" : formatCount(storage.last_ordinal)}`,
    },
    { label: "Received", value: formatBytes(bytes_received), note: "bytes that came in" },
    {
      label: "Database",
      value: formatBytes(database_bytes),
      note:
        bytes_received > 0
          ? `${formatPercent(database_bytes / bytes_received)} of what came in, everything included`
          : undefined,
    },
    {
      label: "Packed envelopes",
      value: formatBytes(segment_stored_bytes),
      note:
        segment_raw_bytes > 0
          ? `${formatPercent(segment_stored_bytes / segment_raw_bytes)} of ${formatBytes(segment_raw_bytes)} in ${formatCount(storage.segments)} segments`
          : "nothing packed yet",
    },
    {
      label: "Waiting to be packed",
      value: formatCount(storage.tail_events),
      note: "envelopes not packed yet",
    },
    {
      label: "Free pages",
      value: formatBytes(storage.free_bytes),
      note: "inside the file, used again first",
    },
    {
      label: "Write-ahead log",
      value: storage.wal_bytes === null ? "–" : formatBytes(storage.wal_bytes),
      note: <Checkpoint atMs={writer?.last_checkpoint_at_ms ?? null} />,
    },
  ];
}

function Checkpoint({ atMs }: { atMs: number | null }) {
  if (atMs === null) return "not yet in the file";
  return (
    <>
      checkpoint <TimeText ms={atMs} />
    </>
  );
}
