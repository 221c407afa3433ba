import type { Decoded, Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DocumentDecoder } from "../format";
import { Occurrences } from "../occurrences";
import { readJson } from "../read-json";
import { BrowserRecords, isBrowserRecord } from "./browser-records";
import { documentEnvelope, undecodableDocument } from "./document-envelope";
import { bytesAt, elementsOf } from "./json-items";
import { engineEnvelope } from "./debug-engine-record";
import { pipelineEnvelope } from "./debug-pipeline-record";
import { TransportRecords } from "./debug-transport-record";
import { reconcileEnvelope } from "./debug-reconcile";
import type { RecordSetting } from "./record-setting";

/** One record with the bytes that it came in. */
export interface RecordedItem {
  readonly value: JsonValue;
  readonly bytes: Uint8Array;
}

/**
 * Answers of the debug API of May 2026 (`/api/debug/sessions/{id}/records`, `pipeline`, `transport`, `geppetto`,
 * `reconcile`) and the entries that a browser recorded, as a list or under `records`.
 */
export const decodeDebugRecords: DocumentDecoder = (bytes, context) => {
  const reading = readJson(bytes);
  if (!reading.ok) return [undecodableDocument(context, bytes, reading.fault)];
  const root = asObject(reading.value);
  const conv_id = context.conv_id ?? asText(root?.["sessionId"]);
  const list = asArray(reading.value) ?? asArray(root?.["records"]);
  if (list === undefined || list.length === 0) {
    return root !== undefined && "pipelineRecordCount" in root
      ? [reconcileEnvelope(root, bytes, context)]
      : [documentEnvelope(context, { item: 1, bytes, type: "api.records", conv_id, records: [] })];
  }
  const elements = elementsOf(root === undefined ? bytes : (bytesAt(bytes, ["records"]) ?? new Uint8Array()));
  const items = list.map((value, i) => ({ value, bytes: elements[i] ?? bytes }));
  return decodeRecordList(items, { context, conv_id, seen: new Occurrences() });
};

/** Records of one session in their order: of the server, of a browser, or both. */
export function* decodeRecordList(
  items: readonly RecordedItem[],
  setting: RecordSetting,
): Generator<Decoded> {
  const objects = items.map(({ value }) => asObject(value));
  const transport = new TransportRecords(objects, setting);
  const browser = new BrowserRecords(objects, setting);
  // An event is told when it is about to be published; where that was not recorded, when it was.
  const published = objects.some((record) => stageOf(record) === "geppetto_publish_started")
    ? "geppetto_publish_started"
    : "geppetto_publish_done";
  for (const [i, { bytes }] of items.entries()) {
    const record = objects[i];
    const place = { line: i + 1, bytes };
    if (record === undefined) yield plain({}, place, setting, "no object");
    else if (asObject(record["pipeline"]) !== undefined) yield pipelineEnvelope(record, place, setting);
    else if (asObject(record["transport"]) !== undefined) yield transport.envelope(record, place, i);
    else if (asObject(record["geppetto"]) !== undefined)
      yield engineEnvelope(record, place, setting, stageOf(record) === published);
    else if (isBrowserRecord(record)) yield browser.envelope(record, place, i);
    else yield plain(record, place, setting, "no kind of record that is known");
  }
}

function stageOf(record: JsonObject | undefined): string | undefined {
  return asText(asObject(record?.["geppetto"])?.["stage"]);
}

function plain(
  record: JsonObject,
  { line, bytes }: { readonly line: number; readonly bytes: Uint8Array },
  { context, conv_id }: RecordSetting,
  fault: string,
): Envelope {
  return documentEnvelope(context, {
    item: line,
    bytes,
    type: "debug.record",
    conv_id: asText(record["sessionId"]) ?? conv_id,
    records: [],
    fault,
  });
}
