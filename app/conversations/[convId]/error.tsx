"use client";
import { Frame } from "@/components/shell/frame";
import { ErrorState } from "@/components/ui/error-state";

/** The inspector itself failed; navigation and the other pages keep working. */
export default function ConversationError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Frame title="Conversation" crumbs={[{ label: "Conversations", href: "/conversations" }]}>
      <ErrorState error={error} onRetry={reset} />
    </Frame>
  );
}
