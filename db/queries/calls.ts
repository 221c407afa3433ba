import { and, asc, desc, eq, sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { modelCallRetries, modelCalls, providerItems, toolCalls, toolSideEffects } from "../schema";
import { modelCallFields, modelCallText, toolCallFields, toolCallText } from "./filter/call-fields";
import { conditionsOf, type FilterContext } from "./filter/field-sql";
import { modelCallColumns, toolCallColumns } from "./light-columns";
import { readNewestFirst } from "./newest-first";

/** Last row of the page before: its start and key. */
export interface CallPosition {
  readonly at_ms: number;
  readonly conv_id: string;
  readonly id: string;
}

interface CallPageParams extends FilterContext {
  readonly query: Query;
  /** Absent for the list over all conversations, which goes newest first. */
  readonly conv_id?: string | undefined;
  readonly after?: CallPosition | undefined;
  readonly limit: number;
}

/** Model calls: of one conversation oldest first, of all newest first. */
export function listModelCallRows({ drizzle }: ReadStore, params: CallPageParams) {
  const { started_at_ms, conv_id, call_id } = modelCalls;
  const filter = conditionsOf(params.query, modelCallFields, modelCallText, params);
  return readInOrder(params, started_at_ms, conv_id, call_id, (range, by, limit) =>
    drizzle
      .select(modelCallColumns)
      .from(modelCalls)
      .where(and(range, ...filter))
      .orderBy(...by)
      .limit(limit)
      .all(),
  );
}

/** Tool calls in the same orders. */
export function listToolCallRows({ drizzle }: ReadStore, params: CallPageParams) {
  const { requested_at_ms, conv_id, tool_call_id } = toolCalls;
  const filter = conditionsOf(params.query, toolCallFields, toolCallText, params);
  return readInOrder(params, requested_at_ms, conv_id, tool_call_id, (range, by, limit) =>
    drizzle
      .select(toolCallColumns)
      .from(toolCalls)
      .where(and(range, ...filter))
      .orderBy(...by)
      .limit(limit)
      .all(),
  );
}

export function findModelCall({ drizzle }: ReadStore, convId: string, callId: string) {
  return drizzle
    .select()
    .from(modelCalls)
    .where(and(eq(modelCalls.conv_id, convId), eq(modelCalls.call_id, callId)))
    .get();
}

export function listRetries({ drizzle }: ReadStore, convId: string, callId: string) {
  return drizzle
    .select()
    .from(modelCallRetries)
    .where(and(eq(modelCallRetries.conv_id, convId), eq(modelCallRetries.call_id, callId)))
    .orderBy(asc(modelCallRetries.attempt))
    .limit(200)
    .all();
}

/** Parts of the answer that a model call got, in the order in which they were told of. */
export function listItems({ drizzle }: ReadStore, convId: string, callId: string) {
  return drizzle
    .select()
    .from(providerItems)
    .where(and(eq(providerItems.conv_id, convId), eq(providerItems.call_id, callId)))
    .orderBy(asc(providerItems.ordinal), asc(providerItems.item_id))
    .limit(200)
    .all();
}

export function findToolCall({ drizzle }: ReadStore, convId: string, callId: string) {
  return drizzle
    .select()
    .from(toolCalls)
    .where(and(eq(toolCalls.conv_id, convId), eq(toolCalls.tool_call_id, callId)))
    .get();
}

export function listSideEffects({ drizzle }: ReadStore, convId: string, callId: string) {
  return drizzle
    .select()
    .from(toolSideEffects)
    .where(and(eq(toolSideEffects.conv_id, convId), eq(toolSideEffects.tool_call_id, callId)))
    .orderBy(asc(toolSideEffects.position))
    .limit(500)
    .all();
}

/** A call without a start time comes first inside a conversation and last among all. */
function readInOrder<Row>(
  { conv_id, after, limit }: CallPageParams,
  at: SQLiteColumn,
  conv: SQLiteColumn,
  id: SQLiteColumn,
  read: (range: SQL | undefined, by: readonly SQL[], limit: number) => readonly Row[],
): readonly Row[] {
  if (conv_id === undefined) {
    const position = after && {
      at_ms: after.at_ms < 0 ? undefined : after.at_ms,
      key: [after.conv_id, after.id],
    };
    return readNewestFirst(at, [conv, id], position, limit, (range, count) =>
      read(range, [desc(at), asc(conv), asc(id)], count),
    );
  }
  const time = sql`coalesce(${at}, -1)`;
  const range = and(eq(conv, conv_id), after && sql`(${time}, ${id}) > (${after.at_ms}, ${after.id})`);
  return read(range, [asc(time), asc(id)], limit);
}
