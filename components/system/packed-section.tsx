import { PaneHeader } from "@/components/data/pane-header";
import { formatBytes, formatCount, formatPercent } from "@/lib/client/format";
import type { PackedDialectDto } from "@/lib/contracts/system";
import { PlainTable, type PlainColumn } from "@/components/data/plain-table";

type Row = Omit<PackedDialectDto, "dialect"> & { readonly dialect: string };

const columns: readonly PlainColumn<Row>[] = [
  { header: "Dialect", cell: ({ dialect }) => dialect },
  { header: "Envelopes", isNumber: true, cell: ({ events }) => formatCount(events) },
  { header: "Received", isNumber: true, cell: ({ raw_bytes }) => formatBytes(raw_bytes) },
  { header: "Stored", isNumber: true, cell: ({ stored_bytes }) => formatBytes(stored_bytes) },
  {
    header: "Ratio",
    isNumber: true,
    title: "Stored bytes of received ones, without index and records",
    cell: ({ raw_bytes, stored_bytes }) => (raw_bytes === 0 ? "–" : formatPercent(stored_bytes / raw_bytes)),
  },
];

/** What packing saves on the streams of each dialect. */
export function PackedSection({ packed }: { packed: readonly PackedDialectDto[] }) {
  const total = packed.reduce<Row>(
    (sum, { events, raw_bytes, stored_bytes }) => ({
      dialect: "all dialects",
      events: sum.events + events,
      raw_bytes: sum.raw_bytes + raw_bytes,
      stored_bytes: sum.stored_bytes + stored_bytes,
    }),
    { dialect: "all dialects", events: 0, raw_bytes: 0, stored_bytes: 0 },
  );
  return (
    <section aria-label="Packed envelopes">
      <PaneHeader title="Packed envelopes, by dialect" className="border-t" />
      {packed.length === 0 ? (
        <p className="px-3.5 py-3 text-fg-muted">
          Nothing is packed yet. A stream is packed once it is long or quiet.
        </p>
      ) : (
        <PlainTable
          label="Packed envelopes by dialect"
          columns={columns}
          rows={packed}
          rowKey={({ dialect }) => dialect}
          total={total}
        />
      )}
    </section>
  );
}
