import Link from "next/link";
import { Frame } from "@/components/shell/frame";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The address names a conversation that is not in this store. */
export default function ConversationNotFound() {
  return (
    <Frame title="No such conversation" crumbs={[{ label: "Conversations", href: "/conversations" }]}>
      <EmptyState
        title="This conversation is not in the store"
        actions={
          <Link href="/conversations" className={buttonClass()}>
            All conversations
          </Link>
        }
      >
        It may have been removed, not yet imported, or the link is of another store. Ids are compared letter
        by letter.
      </EmptyState>
    </Frame>
  );
}
