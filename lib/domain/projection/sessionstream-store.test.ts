import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { backendEvents, withSampleDatabase } from "@/lib/testing/sample-events";
import { parseExact } from "../json/exact-json";
import { asObject, type JsonObject } from "../json/json-access";
import { ConversationFold } from "./conversation-fold";
import { changedFields } from "./entity-table";

function storedEntities(
  scenario: string,
): Map<string, { readonly version: bigint; readonly props: JsonObject }> {
  return withSampleDatabase(scenario, "timeline.db", (db) => {
    const rows = db
      .prepare(
        "SELECT session_id || '|' || kind || '|' || entity_id, last_event_ordinal, payload_json FROM sessionstream_entities",
      )
      .raw()
      .all();
    return new Map(
      rows.map((row) => {
        const [key, version, text] = row as [string, bigint, string];
        return [key, { version, props: asObject(parseExact(text)) ?? {} }];
      }),
    );
  });
}

const behind =
  "f50175d6-42a1-4847-8d89-9d3f3c85835f|ChatMessage|chat-msg-5:text:openai-chat:chatcmpl-21d3fa55a6df6b5f:choice:0:content";

/** Equal in every field and version. The killed server had stored one event more than it had projected. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "head-20260813/kill9-a": [`text,content: ${behind}`, `version 696, not 697: ${behind}`],
  "head-20260813/mix-a": [],
  "head-20260813/restart-a": [],
  "head-20260813/scale-a": [],
};

describe.skipIf(!haveSamples)("recomputed entities against the hydration store", () => {
  it.each(Object.keys(expected))("%s", (scenario) => {
    const stored = storedEntities(scenario);
    const differences: string[] = [];
    for (const [session_id, events] of backendEvents(scenario)) {
      const fold = new ConversationFold(session_id);
      for (const event of events) fold.apply(event);
      expect(fold.isOutOfOrder).toBe(false);
      for (const change of fold.drain()) {
        if (change.set === "projection_faults")
          differences.push(`fault ${change.row.kind} ${change.row.detail ?? ""}`);
        if (change.set !== "entities") continue;
        const { kind, entity_id, props, last_seen_version } = change.row;
        const key = `${session_id}|${kind}|${entity_id}`;
        const other = stored.get(key);
        stored.delete(key);
        if (other === undefined) differences.push(`not stored: ${key}`);
        else {
          const fields = changedFields(other.props, asObject(props) ?? {});
          if (fields.length > 0) differences.push(`${fields.join(",")}: ${key}`);
          if (other.version !== last_seen_version) {
            differences.push(`version ${String(other.version)}, not ${String(last_seen_version)}: ${key}`);
          }
        }
      }
    }
    for (const key of stored.keys()) differences.push(`not recomputed: ${key}`);
    expect(differences).toEqual(expected[scenario]);
  });
});
