import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DecodeContext } from "../format";
import { decodeAgentDetail, phaseOfRow, sessionOfRow } from "./agent-rows";
import { blockKindName } from "./block-kind";
import { cellDate, cellJson, cellOrdinal, cellText } from "./row-values";
import { recordsOfTurnSnapshot } from "./turn-records";

/**
 * Gathers rows of `block_payload_kv`, one value of one block each, into snapshots of turns: for stores, and turns in
 * them, that were not also kept whole. Each row is an envelope; the last of a snapshot states it. Memory is that of one
 * snapshot.
 */
export class BlockValueRows {
  #rows: ForeignRow[] = [];

  constructor(private readonly context: DecodeContext) {}

  add(row: ForeignRow): readonly Envelope[] {
    const last = this.#rows.at(-1);
    const isSame =
      last === undefined ||
      ["turn_id", "phase"].every((column) => last.values[column] === row.values[column]);
    const ended = isSame ? [] : this.end();
    this.#rows.push(row);
    return ended;
  }

  end(): readonly Envelope[] {
    const rows = this.#rows;
    this.#rows = [];
    const records = this.#snapshotOf(rows);
    return rows.map((row, i) => ({
      ...decodeAgentDetail(row, this.context),
      ...(i === rows.length - 1 ? { records } : {}),
    }));
  }

  #snapshotOf(rows: readonly ForeignRow[]): Envelope["records"] {
    const [first] = rows;
    const session_id = first === undefined ? undefined : sessionOfRow(first);
    const turn_id = first === undefined ? undefined : cellText(first.values, "turn_id");
    if (first === undefined || session_id === undefined || turn_id === undefined) return [];
    if ((cellOrdinal(first.joined, "whole") ?? 0n) > 0n) return [];
    const times = rows.map((row) => cellDate(row.joined, "created_at") ?? 0);
    return recordsOfTurnSnapshot({
      conv_id: this.context.conv_id ?? session_id,
      session_id,
      turn_id,
      phase: phaseOfRow(first),
      snapshot_at_ms: Math.max(...times),
      blocks: blocksOf(rows),
    });
  }
}

function blocksOf(rows: readonly ForeignRow[]): Parameters<typeof recordsOfTurnSnapshot>[0]["blocks"] {
  const blocks = new Map<string, ForeignRow[]>();
  for (const row of rows) {
    const id = cellText(row.values, "block_id") ?? "";
    blocks.set(id, [...(blocks.get(id) ?? []), row]);
  }
  return [...blocks]
    .sort(([, a], [, b]) => placeOf(a) - placeOf(b))
    .map(([id, values]) => {
      const kind = values[0] === undefined ? undefined : cellOrdinal(values[0].joined, "kind");
      return {
        id,
        kind: kind === undefined ? undefined : blockKindName(Number(kind)),
        role: values[0] === undefined ? undefined : cellText(values[0].joined, "role"),
        payload: Object.fromEntries(
          values.map((row) => [cellText(row.values, "key") ?? "", valueOf(row)] as const),
        ),
      };
    });
}

function placeOf(rows: readonly ForeignRow[]): number {
  const [first] = rows;
  return Number((first === undefined ? undefined : cellOrdinal(first.joined, "ord")) ?? 0n);
}

/** A text stands in one column, any other value as JSON in another. */
function valueOf({ values }: ForeignRow): JsonValue {
  const text = values["value_text"];
  if (values["type"] === "string" || values["value_json"] === "")
    return typeof text === "string" ? text : null;
  return cellJson(values, "value_json").value ?? (typeof text === "string" ? text : null);
}
