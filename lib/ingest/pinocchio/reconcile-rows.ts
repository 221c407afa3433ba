import type { Decoded, Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import type { DecodeContext } from "../format";
import { Occurrences } from "../occurrences";
import { readJson } from "../read-json";
import { decodeRecordList, type RecordedItem } from "./debug-records";
import { decodeStoredEntityRow } from "./hydration-rows";
import { plainRowEnvelope } from "./row-envelope";
import { cellText } from "./row-values";
import { serialisedTurn } from "./turn-rows";

/**
 * Gathers the records of an export of the debug API, each row with its record as JSON. Memory is that of the records of
 * one recorder (10,000 at most where the recorder wrote them).
 */
export class RecordRows {
  #rows: ForeignRow[] = [];

  constructor(private readonly context: DecodeContext) {}

  add(row: ForeignRow): readonly Envelope[] {
    this.#rows.push(row);
    return [];
  }

  end(): readonly Decoded[] {
    const rows = this.#rows;
    this.#rows = [];
    const items: RecordedItem[] = [];
    const kept: Decoded[] = [];
    for (const row of rows) {
      const bytes = Buffer.from(cellText(row.values, "raw_json") ?? "", "utf8");
      const reading = readJson(bytes);
      if (reading.ok) items.push({ value: reading.value, bytes });
      else kept.push(plainRowEnvelope(row, this.context, "raw_json is not JSON"));
    }
    const [first] = rows;
    const conv_id =
      this.context.conv_id ??
      (first === undefined
        ? undefined
        : (cellText(first.values, "session_id") ?? cellText(first.joined, "session_id")));
    return [...kept, ...decodeRecordList(items, { context: this.context, conv_id, seen: new Occurrences() })];
  }
}

/** A row of `timeline_entities` of the export: the session is that of the file. */
export function decodeExportedEntity(row: ForeignRow, context: DecodeContext): Envelope {
  const session_id = cellText(row.joined, "session_id") ?? context.conv_id ?? null;
  return decodeStoredEntityRow({ ...row, values: { ...row.values, session_id } }, context);
}

/** A row of `turns` of the export: one snapshot, as the turn store serialised it. */
export function decodeExportedTurn(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = context.conv_id ?? cellText(values, "conv_id") ?? cellText(values, "session_id");
  const turn_id = cellText(values, "turn_id");
  if (conv_id === undefined || turn_id === undefined) return plainRowEnvelope(row, context, "no key");
  return serialisedTurn(row, context, {
    conv_id,
    session_id: cellText(values, "session_id"),
    turn_id,
    payload: cellText(values, "payload_json") ?? "",
    stated: {
      inference_id: cellText(values, "inference_id"),
      runtime_key: cellText(values, "runtime_key"),
    },
  });
}

/** A row that the export took out of a record, or its description of itself: kept under the file's session. */
export function decodeExportDetail(row: ForeignRow, context: DecodeContext): Envelope {
  const conv_id = context.conv_id ?? cellText(row.joined, "session_id");
  const plain = plainRowEnvelope(row, context);
  return conv_id === undefined ? plain : { ...plain, conv_id, session_id: conv_id, stream: conv_id };
}
