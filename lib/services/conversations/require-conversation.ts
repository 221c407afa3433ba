import { findConversation } from "@/db/queries/conversation-detail";
import type { ConversationRow } from "@/db/queries/conversation-list";
import type { ReadStore } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";

/** The row of a conversation. Throws conversation-not-found. */
export function requireConversation(store: ReadStore, convId: string): ConversationRow {
  const row = findConversation(store, convId);
  if (row !== undefined) return row;
  throw new ConsoleError(
    "conversation-not-found",
    `No conversation with the id ${convId} was ever stored here.`,
    {
      details: { conv_id: convId },
    },
  );
}
