"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { DemoNotice } from "@/components/shell/demo-notice";
import { ListFrame } from "@/components/shell/list-frame";
import { NothingRecorded } from "@/components/shell/nothing-recorded";
import { useCommands } from "@/components/shell/use-commands";
import { classColor } from "@/components/ui/class-mark";
import { formatCount } from "@/lib/client/format";
import { conversationListParams } from "@/lib/client/list-params";
import type { ConversationSummary } from "@/lib/contracts/conversation";
import { compareHref } from "@/lib/contracts/compare-side";
import { CompareBar } from "./compare-bar";
import { conversationColumns, conversationRef } from "./conversation-columns";
import { ConversationPreview } from "./conversation-preview";
import { conversationListOptions } from "./conversation-queries";

/** The conversation list: facets, table, preview. Everything that is chosen stands in the address. */
export function ConversationBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(conversationListParams);
  const list = useInfiniteQuery(conversationListOptions(view));
  const [marked, setMarked] = useState<readonly ConversationSummary[]>([]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const current = view.sel === null ? rows[0] : rows.find((row) => row.conv_id === view.sel);
  const compare = (a: string, b?: string) =>
    router.push(compareHref({ conv_id: a }, b === undefined ? undefined : { conv_id: b }));
  useCommands("conversation-compare", [
    {
      id: "conversations.compare",
      label: "Compare: first one, then another",
      group: "Compare",
      keys: ["C"],
      run: () => {
        const first = marked.find(({ conv_id }) => conv_id !== current?.conv_id);
        if (current === undefined) return;
        if (first === undefined) setMarked([current]);
        else compare(first.conv_id, current.conv_id);
      },
    },
  ]);
  return (
    <ListFrame
      list="conversations"
      title="Conversations"
      noun="conversation"
      query={list}
      columns={conversationColumns}
      rowKey={(row) => row.conv_id}
      refOf={conversationRef}
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
      marking={{
        marked: new Set(marked.map(({ conv_id }) => conv_id)),
        // Two can be compared: a third takes the place of the older one.
        onToggle: (row) =>
          setMarked(
            marked.some(({ conv_id }) => conv_id === row.conv_id)
              ? marked.filter(({ conv_id }) => conv_id !== row.conv_id)
              : [...marked, row].slice(-2),
          ),
        banner: (
          <CompareBar marked={marked} current={current} onCompare={compare} onDone={() => setMarked([])} />
        ),
      }}
      status={(shown) => (
        <>
          {shown.length > 0 && <span className="max-sm:hidden">{formatCount(shown.length)} loaded</span>}
          {shown.some((row) => row.is_demo === true) && <DemoNotice />}
        </>
      )}
      details={{ label: "Preview", content: (row) => <ConversationPreview conversation={row} /> }}
    />
  );
}
