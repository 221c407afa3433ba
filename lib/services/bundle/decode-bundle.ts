import type { Decoded, Envelope } from "@/lib/domain/envelope";
import type { BundleEvent } from "@/lib/contracts/bundle";
import type { SetName } from "@/lib/domain/model";
import { exportedSets } from "@/db/records/conversation-export";
import { payloadOf } from "@/lib/ingest/reopen-event";
import { openBundle, type OpenBundle } from "./read-bundle";
import { changeFromWire } from "./record-lines";

/** Sets that the receiving store computes itself from what it gets. */
const computed: ReadonlySet<SetName> = new Set([
  "conversation_facets",
  "conversation_sources",
  "incidents",
  "projectors",
]);
/** Counts that the receiving store keeps itself. */
const counted: ReadonlySet<string> = new Set(["event_count", "bytes_received", "bytes_stored"]);

/** A bundle as items of the ingest: every envelope as it was, then the rows that no envelope gives again. */
export function* decodeBundle(bytes: Uint8Array): Generator<Decoded> {
  const bundle = openBundle(bytes);
  let line = 0;
  for (const { event, bytes: envelope } of bundle.events()) {
    line += 1;
    yield envelopeOf(event, envelope, line);
  }
  yield* restated(bundle);
}

function* restated(bundle: OpenBundle): Generator<Decoded> {
  for (const set of exportedSets) {
    if (computed.has(set)) continue;
    const rows = [...bundle.rows(set)].filter((row) => !isDerived(set, row));
    const records = rows.map((row) =>
      changeFromWire(set, set === "conversations" ? withoutCounts(row) : row),
    );
    if (records.length > 0) yield { kind: "restated", line: 0, records };
  }
}

/** Failures that rules found, and entities that projection made, follow from the envelopes again. */
function isDerived(set: SetName, row: { readonly [name: string]: unknown }): boolean {
  if (set === "errors") return row["rule"] !== undefined;
  if (set === "entities" || set === "entity_versions") return row["origin"] === "projected";
  return set === "projection_faults" && row["source"] === undefined;
}

function withoutCounts(row: Parameters<typeof changeFromWire>[1]): Parameters<typeof changeFromWire>[1] {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !counted.has(name)));
}

function identityOf({
  identity,
}: BundleEvent): Pick<Envelope, "identity" | "identity_stream" | "identity_hash"> {
  return "id" in identity
    ? { identity: identity.id, identity_stream: "" }
    : {
        identity: "",
        identity_stream: identity.stream,
        identity_hash: BigInt.asIntN(64, BigInt(`0x${identity.hash}`)),
      };
}

function envelopeOf(event: BundleEvent, bytes: Uint8Array, line: number): Envelope {
  const isTold = event.turn_how === "explicit" || event.turn_how === "derived";
  return {
    kind: "envelope",
    line,
    bytes,
    class: event.class,
    dialect: event.dialect,
    source: event.source,
    type: event.type,
    stream: event.stream,
    ...identityOf(event),
    foreign_ordinal: BigInt(event.ordinal),
    event_id: event.event_id ?? undefined,
    item_id: event.item_id ?? undefined,
    conv_id: event.conv_id ?? undefined,
    turn_id: isTold ? (event.turn_id ?? undefined) : undefined,
    stream_id: event.stream_id ?? undefined,
    seq: event.seq === null ? undefined : BigInt(event.seq),
    regime: event.regime,
    occurred_at_ms: event.occurred_at_ms ?? undefined,
    source_path: event.source_path,
    decode_status: event.decode_status,
    decode_error: event.decode_error ?? undefined,
    is_twin: event.twin_of !== null,
    ...payloadOf(event.dialect, bytes),
    records: [],
  };
}
