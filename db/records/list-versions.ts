import { ensureTriggers } from "../kept-triggers";
import type { WriteStore } from "../store";

/** Stands for the conversations that were removed: no conversation has an empty id. */
export const removedOnes = "";

const stamp = (conv: string): string =>
  `INSERT INTO list_changes (conv_id) VALUES (${conv})
    ON CONFLICT (conv_id) DO UPDATE SET version = (SELECT max(version) + 1 FROM list_changes)`;

/**
 * A version is one more than the greatest, so the greatest must not go: a removal is stamped before the stamp of what was
 * removed is deleted. Facets are replaced row by row; whoever does so says it once, with `stampConversation`.
 */
const definition = [
  `CREATE TRIGGER list_changes_insert AFTER INSERT ON conversations BEGIN ${stamp("new.conv_id")}; END`,
  `CREATE TRIGGER list_changes_update AFTER UPDATE OF last_activity_ms, status ON conversations
    WHEN new.last_activity_ms IS NOT old.last_activity_ms OR new.status IS NOT old.status BEGIN ${stamp("new.conv_id")}; END`,
  `CREATE TRIGGER list_changes_delete AFTER DELETE ON conversations BEGIN
    ${stamp(`'${removedOnes}'`)}; DELETE FROM list_changes WHERE conv_id = old.conv_id; END`,
];

/**
 * Gives the conversation `@conv` the next version of the list, so that readers who keep a part of the list in memory find
 * what changed since they looked.
 */
export const stampConversation = stamp("@conv");

/** Keeps the versions of the list in the transaction of each change. */
export function ensureListVersions({ sqlite }: WriteStore): { recounted: boolean } {
  return ensureTriggers(sqlite, {
    prefix: "list_changes_",
    definition,
    recount: () => {
      // What changed while the triggers were missing is not known: everything may have.
      sqlite.exec(stamp(`'${removedOnes}'`));
    },
  });
}
