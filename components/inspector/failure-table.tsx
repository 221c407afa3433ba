"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { PageState } from "@/components/data/page-state";
import { useTimeZone } from "@/components/data/time-text";
import type { Column } from "@/components/data/virtual-table/column";
import { VirtualTable } from "@/components/data/virtual-table/virtual-table";
import { ClassMark, classColor } from "@/components/ui/class-mark";
import { Status } from "@/components/ui/status";
import { formatDateTimeZone, formatTimeOfDay, type TimeZoneChoice } from "@/lib/client/format";
import { errorsOptions } from "@/lib/client/inspector-list-queries";
import { failureLines, type FailureLine } from "./failure-lines";
import { useInspector } from "./inspector-context";

export interface FailureTableProps {
  onOpen: () => void;
}

const keyOf = (line: FailureLine): string => line.ref;
const edgeOf = (line: FailureLine): string =>
  line.error_class === null ? "var(--warn)" : classColor(line.error_class);

/** Recorded failures, and the findings about order and projection, in one list by time. */
export function FailureTable({ onOpen }: FailureTableProps) {
  const { convId, detail, cursor, select } = useInspector();
  const query = useInfiniteQuery(errorsOptions(convId));
  const zone = useTimeZone();
  const columns = useMemo(() => failureColumns(zone), [zone]);
  const lines = useMemo(
    () =>
      query.data === undefined
        ? []
        : failureLines(
            query.data.pages.flatMap((page) => page.items),
            detail,
          ),
    [query.data, detail],
  );
  return (
    <PageState
      state={
        query.isError && lines.length === 0
          ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
          : query.isSuccess && lines.length === 0
            ? {
                kind: "empty",
                title: "Nothing failed here",
                hint: "No failure is recorded, and no finding about order or projection was made.",
              }
            : { kind: "ready" }
      }
    >
      <VirtualTable
        label="Errors and findings"
        primary
        widthsName="inspector-failures"
        columns={columns}
        rows={lines}
        rowKey={keyOf}
        selectedKey={cursor}
        onSelect={(line) => select(line.ref, "move")}
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

function failureColumns(zone: TimeZoneChoice): readonly Column<FailureLine>[] {
  return [
    {
      id: "time",
      header: "Time",
      width: 104,
      mono: true,
      cell: (line) => (
        <span className="text-fg-muted">{line.at_ms === null ? "" : formatTimeOfDay(line.at_ms, zone)}</span>
      ),
      cellTitle: (line) => (line.at_ms === null ? "no time recorded" : formatDateTimeZone(line.at_ms, zone)),
    },
    {
      id: "class",
      header: "Class",
      width: 104,
      cell: (line) =>
        line.error_class === null ? (
          <Status status="finding" tone="warn" />
        ) : (
          <ClassMark errorClass={line.error_class} />
        ),
    },
    {
      id: "code",
      header: "Code",
      width: 150,
      grow: 1,
      mono: true,
      cell: (line) => (
        <span className={line.error_class === null ? "text-warn" : "text-err"}>{line.code}</span>
      ),
      cellTitle: (line) => line.code,
    },
    {
      id: "message",
      header: "Message",
      width: 180,
      grow: 2.2,
      cell: (line) => <span className="text-fg-muted">{line.message}</span>,
      cellTitle: (line) => line.message,
    },
    {
      id: "where",
      header: "Where",
      width: 120,
      grow: 0.7,
      mono: true,
      cell: (line) => <span className="text-fg-subtle">{line.where}</span>,
      cellTitle: (line) => line.where,
    },
    {
      id: "severity",
      header: "Severity",
      width: 84,
      cell: (line) => (line.severity === null ? "" : <Status status={line.severity} />),
    },
  ];
}
