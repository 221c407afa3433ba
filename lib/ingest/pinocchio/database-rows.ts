import type { Decoded } from "@/lib/domain/envelope";
import type {
  AgentStoreWord,
  ForeignItem,
  ForeignRow,
  ForeignStores,
  UnreadableTable,
} from "@/lib/domain/foreign/rows";
import type { DecodeContext } from "../format";
import {
  decodeAgentDetail,
  decodeAgentEvent,
  decodeAgentSession,
  decodeAgentSnapshot,
  decodeAgentTurn,
  decodeModeChange,
} from "./agent-rows";
import { AnalysisLogRows, decodeAnalysisEvent } from "./analysis-rows";
import { BlockValueRows } from "./block-value-rows";
import { EntityVersionRows } from "./entity-version-rows";
import { decodeCursorRow, decodeErrorRow } from "./fault-rows";
import { decodeEventRow, decodeSessionRow, decodeStoredEntityRow } from "./hydration-rows";
import { MembershipRows } from "./membership-rows";
import { decodeExportDetail, decodeExportedEntity, decodeExportedTurn, RecordRows } from "./reconcile-rows";
import { plainRowEnvelope } from "./row-envelope";
import { cellText } from "./row-values";
import { decodeConversationRow, decodeEntityRow, decodeVersionRow } from "./timeline-rows";
import { decodeBlockRow, decodePayloadRow, decodeTurnRow } from "./turn-rows";

type DecodeRow = (row: ForeignRow, context: DecodeContext) => Decoded;

/** Gathers rows that only together make an envelope. */
interface RowGatherer {
  add(row: ForeignRow): readonly Decoded[];
  end(): readonly Decoded[];
}

/**
 * Decodes the rows of a database of the observed runtime, in the order in which they come. Nothing is kept
 * but one snapshot or one entity version at a time. A table that could not be read to its end becomes a
 * rejection that names it.
 */
export function* decodeForeignRows(
  stores: ForeignStores,
  items: Iterable<ForeignItem>,
  context: DecodeContext,
): Generator<Decoded> {
  const decoders = rowDecoders(stores);
  const unknown: DecodeRow = stores.reconcile ? decodeExportDetail : plainRowEnvelope;
  let open: { readonly table: string; readonly gatherer: RowGatherer } | undefined;
  for (const item of items) {
    if (open !== undefined && open.table !== item.table) {
      yield* open.gatherer.end();
      open = undefined;
    }
    if (item.kind === "unreadable") {
      yield* open?.gatherer.end() ?? [];
      open = undefined;
      yield rejectionOf(item, context);
      continue;
    }
    open ??= openGatherer(stores, item.table, context);
    if (open === undefined) yield (decoders.get(item.table) ?? unknown)(item, context);
    else yield* open.gatherer.add(item);
  }
  yield* open?.gatherer.end() ?? [];
}

function openGatherer(
  stores: ForeignStores,
  table: string,
  context: DecodeContext,
): { table: string; gatherer: RowGatherer } | undefined {
  if (table === "turn_block_membership") return { table, gatherer: new MembershipRows(context) };
  if (table === "sessionstream_entity_versions") return { table, gatherer: new EntityVersionRows(context) };
  if (stores.analysis && table === "gpt_log_lines") return { table, gatherer: new AnalysisLogRows(context) };
  if (stores.reconcile && (table === "backend_records" || table === "frontend_records"))
    return { table, gatherer: new RecordRows(context) };
  if (table === "block_payload_kv" && stores.agent !== undefined)
    return { table, gatherer: new BlockValueRows(context) };
  return undefined;
}

function rowDecoders(stores: ForeignStores): ReadonlyMap<string, DecodeRow> {
  const timeline: readonly (readonly [string, DecodeRow])[] = [
    ["timeline_conversations", decodeConversationRow],
    ["timeline_versions", decodeVersionRow],
    ["timeline_entities", decodeEntityRow],
  ];
  const turns: readonly (readonly [string, DecodeRow])[] = [
    ["turns", decodeTurnsRow],
    ["turn_snapshots", decodePayloadRow],
    ["blocks", decodeBlockRow],
  ];
  const hydration: readonly (readonly [string, DecodeRow])[] = [
    ["sessionstream_sessions", decodeSessionRow],
    ["evtstream_sessions", decodeSessionRow],
    ["sessionstream_events", decodeEventRow],
    ["sessionstream_entities", decodeStoredEntityRow],
    ["evtstream_entities", decodeStoredEntityRow],
    ["sessionstream_projection_cursors", decodeCursorRow],
    ["sessionstream_errors", decodeErrorRow],
  ];
  const { agent } = stores;
  return new Map([
    ...(agent === undefined ? [] : agentDecoders(agent)),
    ...(stores.modes ? ([["agent_mode_changes", decodeModeChange]] as const) : []),
    ...(stores.analysis ? ([["event_log_entries", decodeAnalysisEvent]] as const) : []),
    ...(stores.reconcile ? exported : []),
    ...(stores.timeline ? timeline : []),
    ...(stores.turns === undefined ? [] : turns),
    ...(stores.hydration === undefined ? [] : hydration),
  ]);
}

const exported: readonly (readonly [string, DecodeRow])[] = [
  ["turns", decodeExportedTurn],
  ["timeline_entities", decodeExportedEntity],
];

function agentDecoders(word: AgentStoreWord): readonly (readonly [string, DecodeRow])[] {
  return [
    [`${word}s`, decodeAgentSession],
    [`${word}_metadata_kv`, decodeAgentDetail],
    ["turns", decodeAgentTurn],
    ["turn_kv", decodeAgentDetail],
    ["blocks", decodeAgentDetail],
    ["block_metadata_kv", decodeAgentDetail],
    ["turn_snapshots", decodeAgentSnapshot],
    ["tool_registry_snapshots", decodeAgentDetail],
    ["chat_events", decodeAgentEvent],
  ];
}

/** Generations differ, and a file that two of them opened has the columns of both: the row decides. */
const decodeTurnsRow: DecodeRow = (row, context) =>
  cellText(row.values, "payload") === undefined
    ? decodeTurnRow(row, context)
    : decodePayloadRow(row, context);

function rejectionOf({ table, rows, reason }: UnreadableTable, context: DecodeContext): Decoded {
  return {
    kind: "rejected",
    line: rows + 1,
    code: "table-unreadable",
    detail: `${context.name}: table ${table} cannot be read after row ${String(rows)}: ${reason}`,
    bytes: 0,
  };
}
