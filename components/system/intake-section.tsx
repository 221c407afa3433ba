import Link from "next/link";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { NotRecorded } from "@/components/ui/not-recorded";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCount } from "@/lib/client/format";
import type { StorageFigures, SystemReport } from "@/lib/contracts/system";
import { PlainTable, type PlainColumn } from "@/components/data/plain-table";

type Sum = Pick<
  SystemReport["receipts"][number],
  "source" | "received" | "stored" | "duplicate" | "conflict" | "rejected" | "bytes"
> & {
  readonly last_minute_ms: number | null;
};

/** Whether everything received is accounted for. */
export function isBalanced({
  received,
  stored,
  duplicate,
  conflict,
  rejected,
}: Omit<Sum, "source" | "bytes" | "last_minute_ms">): boolean {
  return received === stored + duplicate + conflict + rejected;
}

const receiptColumns: readonly PlainColumn<Sum>[] = [
  { header: "Source", cell: ({ source }) => source },
  { header: "Received", isNumber: true, cell: ({ received }) => formatCount(received) },
  { header: "= stored", isNumber: true, cell: ({ stored }) => formatCount(stored) },
  {
    header: "+ duplicate",
    isNumber: true,
    title: "Here already, byte for byte or in content",
    cell: ({ duplicate }) => formatCount(duplicate),
  },
  {
    header: "+ conflict",
    isNumber: true,
    title: "Identity taken by other content",
    cell: ({ conflict }) => formatCount(conflict),
  },
  { header: "+ rejected", isNumber: true, cell: ({ rejected }) => formatCount(rejected) },
  {
    header: "Sum",
    cell: (row) =>
      isBalanced(row) ? (
        <Status status="ok">balanced</Status>
      ) : (
        <Status status="error">does not add up</Status>
      ),
  },
  { header: "Bytes", isNumber: true, cell: ({ bytes }) => formatBytes(bytes) },
  {
    header: "Last",
    isNumber: true,
    cell: ({ last_minute_ms }) =>
      last_minute_ms === null ? "" : <TimeText ms={last_minute_ms} show="relative" />,
  },
];

/** The same for one minute: its start in the place of the last one. */
const minuteColumns: readonly PlainColumn<Sum>[] = [
  ...receiptColumns.slice(0, -1),
  {
    header: "Minute",
    isNumber: true,
    cell: ({ last_minute_ms }) =>
      last_minute_ms === null ? "" : <TimeText ms={last_minute_ms} show="short" />,
  },
];

const dropColumns: readonly PlainColumn<SystemReport["drops"][number]>[] = [
  { header: "Source", cell: ({ source }) => source },
  { header: "Reason", cell: ({ reason }) => <span className="num">{reason}</span> },
  { header: "Items", isNumber: true, cell: ({ count }) => formatCount(count) },
  { header: "Bytes", isNumber: true, cell: ({ bytes }) => formatBytes(bytes) },
  {
    header: "First",
    isNumber: true,
    cell: ({ first_at_ms }) =>
      first_at_ms === null ? <NotRecorded /> : <TimeText ms={first_at_ms} show="short" />,
  },
  {
    header: "Last",
    isNumber: true,
    cell: ({ last_at_ms }) =>
      last_at_ms === null ? <NotRecorded /> : <TimeText ms={last_at_ms} show="short" />,
  },
  { header: "Example", cell: ({ detail }) => detail ?? <NotRecorded /> },
];

const removalColumns: readonly PlainColumn<SystemReport["removals"][number]>[] = [
  { header: "Rule", cell: ({ rule }) => rule },
  { header: "Conversations", isNumber: true, cell: ({ conversations }) => formatCount(conversations) },
  { header: "Envelopes", isNumber: true, cell: ({ count }) => formatCount(count) },
  { header: "Bytes", isNumber: true, cell: ({ bytes }) => formatBytes(bytes) },
  {
    header: "Last",
    isNumber: true,
    cell: ({ last_removed_at_ms }) => <TimeText ms={last_removed_at_ms} show="short" />,
  },
];

const importColumns: readonly PlainColumn<SystemReport["imports"][number]>[] = [
  {
    header: "State",
    cell: ({ state }) => <Status status={state === "done" ? "completed" : state}>{state}</Status>,
  },
  { header: "File", cell: ({ name, import_id }) => <span title={import_id}>{name}</span> },
  { header: "Format", cell: ({ format }) => format ?? <NotRecorded /> },
  { header: "Received", isNumber: true, cell: ({ received }) => formatCount(received ?? 0) },
  { header: "Stored", isNumber: true, cell: ({ stored }) => formatCount(stored ?? 0) },
  { header: "Duplicate", isNumber: true, cell: ({ duplicate }) => formatCount(duplicate ?? 0) },
  { header: "Conflict", isNumber: true, cell: ({ conflict }) => formatCount(conflict ?? 0) },
  { header: "Rejected", isNumber: true, cell: ({ rejected }) => formatCount(rejected ?? 0) },
  {
    header: "Began",
    isNumber: true,
    cell: ({ started_at_ms }) =>
      started_at_ms === null ? <NotRecorded /> : <TimeText ms={started_at_ms} show="short" />,
  },
  {
    header: "Problem",
    cell: ({ problem_code, problem_detail }) =>
      problem_code === null ? (
        ""
      ) : (
        <span className="text-err" title={problem_detail ?? undefined}>
          {problem_code}
        </span>
      ),
  },
];

/** Everything received and what became of it: sums per source, what was dropped or removed, files. */
export function IntakeSection({ report }: { report: SystemReport }) {
  const { storage, receipts, receipt_minutes, drops, removals, imports } = report;
  return (
    <>
      <section aria-label="Receipts">
        <PaneHeader title="What came in, by source" end={<SumCheck storage={storage} />} />
        {receipts.length === 0 ? (
          <p className="px-3.5 py-3 text-fg-muted">Nothing was received yet.</p>
        ) : (
          <PlainTable
            label="Receipts by source"
            columns={receiptColumns}
            rows={receipts}
            rowKey={({ source }) => source}
            total={{ ...storage, source: "all sources", bytes: storage.bytes_received, last_minute_ms: null }}
          />
        )}
      </section>
      {receipt_minutes.length > 0 && (
        <section aria-label="Receipts by minute">
          <PaneHeader
            title="What came in, by minute"
            end={`newest ${formatCount(receipt_minutes.length)}`}
            className="border-t"
          />
          <PlainTable
            label="Receipts by source and minute"
            columns={minuteColumns}
            rows={receipt_minutes.map((row) => ({ ...row, last_minute_ms: row.minute_ms }))}
            rowKey={({ source, last_minute_ms }) => `${source} ${String(last_minute_ms)}`}
          />
        </section>
      )}
      <section aria-label="Drops">
        <PaneHeader title="Drops" end={formatCount(drops.length)} className="border-t" />
        {drops.length === 0 ? (
          <p className="px-3.5 py-3 text-fg-muted">Nothing was dropped.</p>
        ) : (
          <PlainTable
            label="Drops by source and reason"
            columns={dropColumns}
            rows={drops}
            rowKey={({ source, reason, minute_ms }) => `${source} ${reason} ${String(minute_ms)}`}
          />
        )}
      </section>
      {removals.length > 0 && (
        <section aria-label="Removals">
          <PaneHeader title="Removed" end={formatCount(removals.length)} className="border-t" />
          <PlainTable
            label="Removed, by rule"
            columns={removalColumns}
            rows={removals}
            rowKey={({ rule }) => rule}
          />
        </section>
      )}
      <section aria-label="Imports">
        <PaneHeader title="Imported files" end={formatCount(imports.length)} className="border-t" />
        {imports.length === 0 ? (
          <p className="px-3.5 py-3 text-fg-muted">
            No file was imported. Drop files on the{" "}
            <Link href="/conversations" className="link underline underline-offset-2">
              list of conversations
            </Link>
            , or use <code className="num">grillo import</code>.
          </p>
        ) : (
          <PlainTable
            label="Imported files"
            columns={importColumns}
            rows={imports}
            rowKey={({ import_id }) => import_id}
          />
        )}
      </section>
    </>
  );
}

function SumCheck({ storage }: { storage: StorageFigures }) {
  return storage.balanced ? (
    <Status status="ok">
      <span className="max-sm:hidden">received = stored + duplicate + conflict + rejected</span>
      <span className="sm:hidden">adds up</span>
    </Status>
  ) : (
    <Status status="error">sums do not add up, run grillo doctor</Status>
  );
}
