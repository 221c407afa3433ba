import { getTableColumns, getViewSelectedFields, sql } from "drizzle-orm";
import { entities, entitiesById, modelCalls, toolCalls, turns, turnSnapshots } from "../schema";

/**
 * Columns for lists: everything but payloads, which can be megabytes. A list that selects whole rows reads
 * the overflow pages of every payload in it.
 */
export const entityColumns = without(getViewSelectedFields(entities), ["props"]);
export const entityColumnsById = without(getViewSelectedFields(entitiesById), ["props"]);
export const turnColumns = without(getTableColumns(turns), ["metadata", "data"]);
export const snapshotColumns = without(getTableColumns(turnSnapshots), ["payload", "metadata", "data"]);
export const modelCallColumns = without(getTableColumns(modelCalls), [
  "request_body",
  "response_body",
  "parameters",
]);
export const toolCallColumns = {
  ...without(getTableColumns(toolCalls), ["arguments", "arguments_raw", "result", "result_raw"]),
  arguments_preview: sql<
    string | null
  >`substr(coalesce(${toolCalls.arguments}, ${toolCalls.arguments_raw}), 1, 200)`,
  result_preview: sql<string | null>`substr(coalesce(${toolCalls.result}, ${toolCalls.result_raw}), 1, 200)`,
};

function without<T extends object, const K extends keyof T & string>(
  columns: T,
  names: readonly K[],
): Omit<T, K> {
  const left: readonly string[] = names;
  // What is left is every column but the named ones.
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !left.includes(name))) as Omit<T, K>;
}
