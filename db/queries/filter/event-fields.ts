import { sql, type SQL } from "drizzle-orm";
import { anomalyKinds, decodeStatuses, envelopeClasses, sourcePaths } from "@/lib/domain/model/event";
import { events } from "../../schema";
import { eventsSaying } from "../../search/saying-events";
import type { ReadStore } from "../../store";
import { containsPattern } from "../like-pattern";
import {
  anyOf,
  coded,
  column,
  flags,
  matches,
  type FieldSql,
  type ListFields,
  type TextSql,
} from "./field-sql";

/** A dictionary key whose text matches. The plus keeps the key's index out: a page walks one index in order. */
function dictionary(key: SQL, table: string, keyColumn: string, textColumn: string): FieldSql {
  return (conditions, context) =>
    sql`+${key} IN (SELECT ${sql.raw(keyColumn)} FROM ${sql.raw(table)} t WHERE ${matches(sql.raw(`t.${textColumn}`), conditions, context)})`;
}

/** An envelope that shows a recorded failure. */
function failure(name: "error_class" | "error_code"): FieldSql {
  return (conditions, context) =>
    sql`EXISTS (SELECT 1 FROM errors e WHERE e.event_ordinal = ${events.ordinal} AND ${matches(sql.raw(`e.${name}`), conditions, context)})`;
}

/** An envelope of a turn that called a model. */
function turnCalling(...columns: readonly string[]): FieldSql {
  return (conditions, context) =>
    sql`+${events.turn_key} IN (SELECT t.turn_key FROM model_calls c JOIN conversation_keys k ON k.conv_id = c.conv_id
      JOIN turn_keys t ON t.turn_id = c.turn_id AND t.conv_key = k.conv_key
      WHERE ${sql.join(
        columns.map((name) => matches(sql.raw(`c.${name}`), conditions, context)),
        sql` OR `,
      )})`;
}

const anomaly = (condition: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM ordering_anomalies a WHERE a.ordinal = ${events.ordinal} AND ${condition})`;

/** How the event lists answer the fields of a query. */
export const eventFields: ListFields<"events"> = {
  kind: coded(events.class, envelopeClasses),
  status: coded(events.decode_status, decodeStatuses),
  path: coded(events.source_path, sourcePaths),
  type: dictionary(sql`${events.type_key}`, "event_types", "type_key", "name"),
  source: dictionary(sql`${events.source_key}`, "sources", "source_key", "name"),
  conv: dictionary(sql`${events.conv_key}`, "conversation_keys", "conv_key", "conv_id"),
  turn: dictionary(sql`${events.turn_key}`, "turn_keys", "turn_key", "turn_id"),
  id: dictionary(sql`${events.subject_key}`, "subjects", "subject_key", "name"),
  class: failure("error_class"),
  code: failure("error_code"),
  tool: (conditions, context) =>
    sql`+${events.subject_key} IN (SELECT s.subject_key FROM tool_calls t JOIN conversation_keys k ON k.conv_id = t.conv_id
      JOIN subjects s ON s.name = t.tool_call_id AND s.conv_key = k.conv_key WHERE ${matches(sql`t.tool_name`, conditions, context)})`,
  model: turnCalling("request_model", "response_model"),
  provider: turnCalling("provider"),
  has: flags({
    ...Object.fromEntries(anomalyKinds.map((kind) => [kind, anomaly(sql`a.kind = ${kind}`)])),
    anomaly: anomaly(sql`TRUE`),
    error: sql`EXISTS (SELECT 1 FROM errors e WHERE e.event_ordinal = ${events.ordinal})`,
    turn: sql`${events.turn_key} IS NOT NULL`,
    twin: sql`${events.twin_of} IS NOT NULL`,
  }),
  seq: column(events.seq),
  ordinal: column(events.ordinal),
  epoch: column(events.epoch),
  time: column(sql`+${events.occurred_at_ms}`),
  ingested: column(events.ingested_at_ms),
  size: column(events.byte_length),
};

/**
 * An envelope says a text when its type contains it, or its id where the text has more than letters, when it is its seq or
 * ordinal, and when the message or call that it is about, or the failure that it shows, says it.
 */
export function eventText(store: ReadStore): TextSql {
  return (term) => {
    const { text } = term;
    const { subjects, ordinals } = eventsSaying(store, term);
    const pattern = containsPattern(text);
    return anyOf([
      sql`+${events.type_key} IN (SELECT type_key FROM event_types WHERE name LIKE ${pattern} ESCAPE '\\')`,
      sql`+${events.subject_key} IN (SELECT value FROM json_each(${subjects}))`,
      sql`+${events.ordinal} IN (SELECT value FROM json_each(${ordinals}))`,
      ...(/^\d{1,18}$/.test(text)
        ? [sql`+${events.seq} = ${BigInt(text)}`, sql`+${events.ordinal} = ${BigInt(text)}`]
        : []),
      ...(/[^\p{L}\s]/u.test(text)
        ? [
            sql`EXISTS (SELECT 1 FROM subjects s WHERE s.subject_key = ${events.subject_key} AND s.name LIKE ${pattern} ESCAPE '\\')`,
          ]
        : []),
    ]);
  };
}
