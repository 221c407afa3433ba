import { desc } from "drizzle-orm";
import { index, primaryKey, sqliteTable, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/privacy";
import { columnsOf } from "../columns";

/** Sensitivity tags of payload paths, by policy version. */
export const fieldPolicies = sqliteTable("field_policies", columnsOf(model.fieldPolicies), (t) => [
  primaryKey({ columns: [t.event_type, t.path, t.policy_version] }),
]);

/** Capture profile of each source. */
export const sourceProfiles = sqliteTable("source_profiles", columnsOf(model.sourceProfiles), (t) => [
  primaryKey({ columns: [t.source] }),
]);

/** What redaction replaced. */
export const redactionReports = sqliteTable("redaction_reports", columnsOf(model.redactionReports), (t) => [
  primaryKey({ columns: [t.conv_id, t.rule, t.sensitivity, t.policy_version] }),
]);

/** Encrypted untouched bytes. Read by the vault alone. */
export const vaultEntries = sqliteTable("vault_entries", columnsOf(model.vaultEntries), (t) => [
  primaryKey({ columns: [t.ordinal] }),
  index("vault_entries_by_expiry").on(t.expires_at_ms),
]);

/** What retention removed. */
export const removals = sqliteTable("removals", columnsOf(model.removals), (t) => [
  primaryKey({ columns: [t.removal_id] }),
  index("removals_by_conversation").on(t.conv_id),
]);

/** Pins, holds and notes. Sort by created_at_ms descending, note_id. */
export const notes = sqliteTable("notes", columnsOf(model.notes), (t) => [
  primaryKey({ columns: [t.note_id] }),
  index("notes_by_conversation").on(t.conv_id, desc(t.created_at_ms), t.note_id),
  index("notes_by_subject").on(t.subject_kind, t.subject_id, desc(t.created_at_ms), t.note_id),
  index("notes_recent").on(desc(t.created_at_ms), t.note_id),
]);

/** Saved filters; a name means one thing on a page. Few, read whole. */
export const savedViews = sqliteTable("saved_views", columnsOf(model.savedViews), (t) => [
  primaryKey({ columns: [t.view_id] }),
  uniqueIndex("saved_views_by_name").on(t.page, t.name),
]);
