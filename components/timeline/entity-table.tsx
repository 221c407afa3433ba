"use client";
import { useMemo } from "react";
import { PageState } from "@/components/data/page-state";
import { useTimeZone } from "@/components/data/time-text";
import type { Column } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { Status, type Tone } from "@/components/ui/status";
import {
  formatCount,
  formatDateTimeZone,
  formatTimeOfDay,
  truncateMiddle,
  type TimeZoneChoice,
} from "@/lib/client/format";
import type { EntityLine, EntityMark } from "./entity-rows";
import { entityKey, lineOfCursor, useEntities } from "./use-entities";

export interface EntityTableProps {
  convId: string;
  cursor: string | null;
  /** Message, entity or call that the cursor's record is about. */
  subject: string | null;
  onSelect: (ref: string) => void;
  onOpen: () => void;
  /** Only kind, summary and mark, for a narrow pane. */
  narrow?: boolean;
}

const tones: Readonly<Record<EntityMark, Tone>> = {
  match: "ok",
  "not in store": "err",
  stale: "err",
  drift: "err",
  "stored only": "neutral",
  unchecked: "neutral",
};

/** The projected timeline: entities with their state, and whether the runtime's store agrees. */
export function EntityTable({ convId, cursor, subject, onSelect, onOpen, narrow = false }: EntityTableProps) {
  const { query, lines } = useEntities(convId);
  const zone = useTimeZone();
  const columns = useMemo(() => (narrow ? narrowColumns : wideColumns(zone)), [narrow, zone]);
  const selected = lineOfCursor(lines, cursor, subject);
  return (
    <PageState
      state={
        query.isError && lines.length === 0
          ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
          : query.isSuccess && lines.length === 0
            ? {
                kind: "not-recorded",
                title: "No timeline is recorded for this conversation",
                hint: "Neither a timeline store of the runtime nor events from which one could be projected were imported.",
              }
            : { kind: "ready" }
      }
    >
      <VirtualTable
        label="Timeline entities"
        primary={!narrow}
        {...(narrow ? {} : { widthsName: "entities" })}
        columns={columns}
        rows={lines}
        rowKey={entityKey}
        selectedKey={selected === undefined ? null : entityKey(selected)}
        onSelect={({ entity }) => onSelect(entity.ref)}
        onOpen={onOpen}
        edge={edgeOf}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        onEndReached={() => {
          if (!query.isFetching) void query.fetchNextPage();
        }}
      />
    </PageState>
  );
}

function edgeOf({ mark }: EntityLine): string | undefined {
  return tones[mark] === "err" ? "var(--err)" : "var(--class-projection)";
}

function MarkCell({ mark }: { mark: EntityMark }) {
  return mark === "unchecked" ? null : <Status status={mark} tone={tones[mark]} />;
}

const kindColumn: Column<EntityLine> = {
  id: "kind",
  header: "Kind",
  width: 96,
  mono: true,
  cell: ({ entity }) => entity.kind,
  cellTitle: ({ entity }) => entity.kind,
};

const summaryColumn: Column<EntityLine> = {
  id: "summary",
  header: "Summary",
  width: 110,
  grow: 1,
  cell: ({ entity }) => <span className="text-fg-muted">{entity.summary ?? entity.entity_id}</span>,
  cellTitle: ({ entity }) => entity.summary ?? entity.entity_id,
};

const narrowColumns: readonly Column<EntityLine>[] = [
  { ...kindColumn, width: 84 },
  { ...summaryColumn, width: 70 },
  {
    id: "state",
    header: "State",
    width: 92,
    cell: ({ entity, mark }) =>
      tones[mark] === "err" ? (
        <MarkCell mark={mark} />
      ) : (
        <span className="text-xs text-fg-subtle">{entity.status}</span>
      ),
  },
];

function wideColumns(zone: TimeZoneChoice): readonly Column<EntityLine>[] {
  const timeCell = (ms: number | null) => (
    <span className="text-fg-muted">{ms === null ? "" : formatTimeOfDay(ms, zone)}</span>
  );
  const timeTitle = (ms: number | null) => (ms === null ? "not recorded" : formatDateTimeZone(ms, zone));
  return [
    {
      id: "created",
      header: "Created",
      width: 104,
      mono: true,
      cell: ({ entity }) => timeCell(entity.created_at_ms),
      cellTitle: ({ entity }) => timeTitle(entity.created_at_ms),
    },
    kindColumn,
    {
      id: "id",
      header: "Entity",
      width: 120,
      mono: true,
      cell: ({ entity }) => truncateMiddle(entity.entity_id, 18),
      cellTitle: ({ entity }) => entity.entity_id,
    },
    summaryColumn,
    {
      id: "status",
      header: "Status",
      width: 108,
      cell: ({ entity }) => (entity.status === null ? "" : <Status status={entity.status} />),
    },
    {
      id: "writes",
      header: "Writes",
      width: 64,
      align: "end",
      mono: true,
      title: "Writes that were seen, runs of streaming writes counted once",
      cell: ({ entity }) => (entity.version_count === 0 ? "" : formatCount(entity.version_count)),
    },
    {
      id: "version",
      header: "Version",
      width: 84,
      align: "end",
      mono: true,
      cell: ({ entity }) => (
        <span className="text-fg-subtle">
          {entity.last_seen_version === null ? "" : truncateMiddle(entity.last_seen_version, 9)}
        </span>
      ),
      cellTitle: ({ entity }) =>
        entity.last_seen_version === null
          ? undefined
          : `last version ${formatCount(entity.last_seen_version)}`,
    },
    {
      id: "mark",
      header: "Store",
      width: 104,
      title: "Whether the runtime's store agrees with what the events give",
      cell: ({ mark }) => <MarkCell mark={mark} />,
    },
  ];
}
