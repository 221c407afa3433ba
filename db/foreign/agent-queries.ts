import type { AgentStoreWord } from "@/lib/domain/foreign/rows";
import { agentTables, type TableColumns } from "./describe-foreign";
import { quoted, tableQuery, type TableQuery } from "./read-table";

/**
 * How to read the store of the simple-chat-agent. Most rows name a turn only; the turn says of which session it is. A
 * value of a block comes with the block it is of and its place, and with whether the turn was also kept whole.
 */
export function agentQueries(word: AgentStoreWord, tables: TableColumns): readonly TableQuery[] {
  return agentTables(word).map((table) => {
    const columns = tables.get(table);
    if (columns?.has("turn_id") !== true || columns.has(`${word}_id`)) return tableQuery(table, ["id"]);
    const session: Readonly<Record<string, string>> = tables.has("turns")
      ? { session_id: `(SELECT ${quoted(`${word}_id`)} FROM turns AS n WHERE n.id = t.turn_id)` }
      : {};
    if (table !== "block_payload_kv") return tableQuery(table, [], session);
    return tableQuery(table, ["turn_id", "phase", "block_id"], {
      ...session,
      ...(tables.has("blocks") ? blockColumns : {}),
      ...(tables.has("turn_snapshots") ? { whole } : {}),
    });
  });
}

const ofBlock = (column: string): string =>
  `(SELECT ${column} FROM blocks AS b WHERE b.id = t.block_id AND b.turn_id = t.turn_id)`;
const blockColumns = {
  kind: ofBlock("kind"),
  role: ofBlock("role"),
  ord: ofBlock("ord"),
  created_at: ofBlock("created_at"),
};
const whole = "EXISTS (SELECT 1 FROM turn_snapshots AS s WHERE s.turn_id = t.turn_id AND s.phase = t.phase)";
