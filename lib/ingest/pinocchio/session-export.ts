import { isSeq, parseDocument, isMap, type Node } from "yaml";
import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext, DocumentDecoder } from "../format";
import { readJson, textOf } from "../read-json";
import { conversationRecords } from "./conversation-records";
import { turnItemEnvelope } from "./debug-turns";
import { documentEnvelope, undecodableDocument } from "./document-envelope";
import { bytesAt, elementsOf } from "./json-items";
import { hydratedEntity } from "./timeline-snapshot";
import { readYaml } from "./turn-text";

/**
 * Exports of the newest generation, JSON or YAML: a timeline `{session_id, snapshot_ordinal, entities}`,
 * turns `{session_id, phase, turns}`, or both under `timeline` and `turns`. One envelope for the timeline,
 * one per snapshot of a turn, each with the bytes that stand in the document.
 */
export const decodeSessionExport: DocumentDecoder = (bytes, context) => {
  const document = openDocument(bytes);
  if (document.fault !== undefined) return [undecodableDocument(context, bytes, document.fault)];
  const { root } = document;
  const session_id = asText(root["session_id"]);
  if (session_id === undefined) return [undecodableDocument(context, bytes, "no session_id")];
  const timeline = asObject(root["timeline"]);
  const turns = asObject(root["turns"]);
  if (timeline === undefined && turns === undefined) {
    const path: readonly string[] = [];
    return asArray(root["turns"]) === undefined
      ? [timelineEnvelope(root, bytes, session_id, context)]
      : turnEnvelopes(document, root, path, session_id, context);
  }
  return [
    ...(timeline === undefined
      ? []
      : [timelineEnvelope(timeline, document.slice(["timeline"]) ?? bytes, session_id, context)]),
    ...(turns === undefined ? [] : turnEnvelopes(document, turns, ["turns"], session_id, context)),
  ];
};

function timelineEnvelope(
  timeline: JsonObject,
  bytes: Uint8Array,
  session_id: string,
  context: DecodeContext,
): Envelope {
  const entities = (asArray(timeline["entities"]) ?? []).map((item) => asObject(item) ?? {});
  const records: RecordChange[] = [];
  let unread = 0;
  for (const entity of entities) {
    const record = hydratedEntity(session_id, entity);
    if (record === undefined) unread += 1;
    else records.push(record);
  }
  return documentEnvelope(context, {
    item: 1,
    bytes,
    type: "api.session",
    conv_id: session_id,
    session_id,
    records: [
      ...conversationRecords({
        conv_id: session_id,
        session_id,
        version: asOrdinal(timeline["snapshot_ordinal"]),
        has_timeline: true,
      }),
      ...records,
    ],
    fault: unread === 0 ? undefined : `${String(unread)} entities without id or kind`,
  });
}

function turnEnvelopes(
  document: OpenDocument,
  part: JsonObject,
  path: readonly string[],
  session_id: string,
  context: DecodeContext,
): readonly Envelope[] {
  const items = asArray(part["turns"]) ?? [];
  const common = { conv_id: session_id, session_id };
  if (items.length === 0) {
    const bytes = document.slice(path) ?? document.bytes;
    return [documentEnvelope(context, { item: 1, bytes, type: "api.turns", ...common, records: [] })];
  }
  const slices = document.elements([...path, "turns"]);
  return items.map((item, i) => {
    const turn = asObject(item) ?? {};
    return turnItemEnvelope(turn, slices[i] ?? document.bytes, { place: i + 1, common, context });
  });
}

/** A JSON or YAML document whose parts can be cut out as they stand. */
interface OpenDocument {
  readonly fault?: undefined;
  readonly root: JsonObject;
  readonly bytes: Uint8Array;
  slice(path: readonly string[]): Uint8Array | undefined;
  elements(path: readonly string[]): readonly Uint8Array[];
}

function openDocument(bytes: Uint8Array): OpenDocument | { readonly fault: string } {
  const reading = readJson(bytes);
  if (!reading.ok) return openYaml(bytes, reading.fault);
  const root = asObject(reading.value);
  if (root === undefined) return { fault: "not an object" };
  const slice = (path: readonly string[]): Uint8Array | undefined => bytesAt(bytes, path);
  return { root, bytes, slice, elements: (path) => elementsOf(slice(path) ?? new Uint8Array()) };
}

function openYaml(bytes: Uint8Array, jsonFault: string): OpenDocument | { readonly fault: string } {
  const text = textOf(bytes);
  if (text === undefined) return { fault: jsonFault };
  const { value, fault } = readYaml(text);
  const root = asObject(value);
  if (fault !== undefined || root === undefined) return { fault: fault ?? "not an object" };
  const contents = parseDocument(text, { logLevel: "silent" }).contents;
  const nodeAt = (path: readonly string[]): Node | null | undefined =>
    path.reduce<Node | null | undefined>(
      (node, key) => (isMap<unknown, Node>(node) ? node.get(key, true) : undefined),
      contents,
    );
  const cut = (node: Node | null | undefined): Uint8Array | undefined =>
    node?.range ? new TextEncoder().encode(text.slice(node.range[0], node.range[1])) : undefined;
  return {
    root,
    bytes,
    slice: (path) => cut(nodeAt(path)),
    elements: (path) => {
      const list = nodeAt(path);
      return isSeq<Node>(list) ? list.items.map((item) => cut(item) ?? bytes) : [];
    },
  };
}
