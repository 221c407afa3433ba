import type { ReadStore } from "../store";

/** A conversation of the demo recording, and whether other sources told of it as well. */
export interface DemoConversation {
  readonly conv_id: string;
  readonly has_others: boolean;
}

/** Conversations of the demo recording, whose sources have names that begin so. Reads the list of conversations once. */
export function listDemoConversations(
  { sqlite }: Pick<ReadStore, "sqlite">,
  sourcePrefix: string,
): readonly DemoConversation[] {
  return sqlite
    .prepare(
      `SELECT conv_id, EXISTS (SELECT 1 FROM conversation_sources s WHERE s.conv_id = c.conv_id AND s.source NOT GLOB ?) AS has_others
       FROM conversations c WHERE is_demo = 1 ORDER BY conv_id`,
    )
    .all(`${sourcePrefix}*`)
    .map(demoConversation);
}

/** Row of the statement above, whose columns it names. */
function demoConversation(row: unknown): DemoConversation {
  const { conv_id, has_others } = row as { conv_id: string; has_others: bigint };
  return { conv_id, has_others: has_others === 1n };
}
