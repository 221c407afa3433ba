"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { DemoNotice } from "@/components/shell/demo-notice";
import { ListFrame } from "@/components/shell/list-frame";
import { classColor } from "@/components/ui/class-mark";
import { formatCount } from "@/lib/client/format";
import { conversationListParams } from "@/lib/client/list-params";
import { conversationColumns } from "./conversation-columns";
import { ConversationPreview } from "./conversation-preview";
import { conversationListOptions } from "./conversation-queries";
import { NothingRecorded } from "./nothing-recorded";

/** The conversation list: facets, table, preview. Everything that is chosen stands in the address. */
export function ConversationBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(conversationListParams);
  const list = useInfiniteQuery(conversationListOptions(view));
  return (
    <ListFrame
      list="conversations"
      title="Conversations"
      noun="conversation"
      query={list}
      columns={conversationColumns}
      rowKey={(row) => row.conv_id}
      edge={(row) => (row.last_error_class === null ? undefined : classColor(row.last_error_class))}
      view={view}
      onView={setView}
      sort={{
        value: view.sort,
        onChange: (sort) =>
          void setView({ sort: conversationListParams.sort.parse(sort), sel: null }, { history: "push" }),
      }}
      onOpen={(row) => router.push(`/conversations/${encodeURIComponent(row.conv_id)}`)}
      placeholder="Search everything said, or filter: class:tool has:gap"
      empty={{ title: "Nothing is recorded yet", hint: <NothingRecorded /> }}
      status={(rows) => (
        <>
          <span>{formatCount(rows.length)} loaded</span>
          {rows.some((row) => row.is_demo === true) && <DemoNotice />}
        </>
      )}
      details={{ label: "Preview", content: (row) => <ConversationPreview conversation={row} /> }}
    />
  );
}
