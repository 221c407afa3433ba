import { desc } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/runtime";
import { columnsOf } from "../columns";

/** Processes of observed runtimes. */
export const processes = sqliteTable("processes", columnsOf(model.processes), (t) => [
  primaryKey({ columns: [t.process_key] }),
]);

/** Samples of processes, in order of time. */
export const runtimeSamples = sqliteTable("runtime_samples", columnsOf(model.runtimeSamples), (t) => [
  primaryKey({ columns: [t.process_key, t.occurred_at_ms] }),
]);

/** Panics. */
export const panics = sqliteTable("panics", columnsOf(model.panics), (t) => [
  primaryKey({ columns: [t.panic_id] }),
  index("panics_by_conversation").on(t.conv_id),
  index("panics_recent").on(desc(t.occurred_at_ms)),
]);

/** States of dependencies, in order of since_ms. */
export const dependencyHealth = sqliteTable("dependency_health", columnsOf(model.dependencyHealth), (t) => [
  primaryKey({ columns: [t.process_key, t.dependency, t.since_ms] }),
]);
