"use client";
import { useQuery } from "@tanstack/react-query";
import { Frame } from "@/components/shell/frame";
import { PageState } from "@/components/data/page-state";
import { conversationOptions } from "@/lib/client/inspector-record-queries";
import { InspectorView } from "./inspector-view";

/** Waits for the conversation, which the server has put in place, and shows it. */
export function InspectorPage({ convId }: { convId: string }) {
  const query = useQuery(conversationOptions(convId));
  if (query.data !== undefined) return <InspectorView convId={convId} detail={query.data} />;
  return (
    <Frame title={convId} crumbs={[{ label: "Conversations", href: "/conversations" }]}>
      <PageState
        state={
          query.isError
            ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
            : { kind: "loading" }
        }
      >
        {null}
      </PageState>
    </Frame>
  );
}
