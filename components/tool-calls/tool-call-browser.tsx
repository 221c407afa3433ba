"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { ListFrame } from "@/components/shell/list-frame";
import { ownRef } from "@/components/shell/notes/use-noted-columns";
import { toolCallListParams } from "@/lib/client/list-params";
import { recordHref } from "@/lib/client/record-href";
import { toolCallColumns, toolCallEdge } from "./tool-call-columns";
import { ToolCallDetails } from "./tool-call-details";
import { toolCallListOptions } from "./tool-call-queries";

/** Tool calls over all conversations, newest first. */
export function ToolCallBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(toolCallListParams);
  const list = useInfiniteQuery(toolCallListOptions({ q: view.q }));
  return (
    <ListFrame
      list="tool-calls"
      title="Tool calls"
      noun="tool call"
      query={list}
      columns={toolCallColumns}
      rowKey={(row) => row.ref}
      refOf={ownRef}
      edge={toolCallEdge}
      view={view}
      onView={setView}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      placeholder="Search arguments and results, or filter: tool:search -status:succeeded"
      empty={{
        title: "No tool calls are recorded",
        hint: "They come from frames, turn metadata and native tool.call records.",
      }}
      details={{
        label: "Details",
        content: (row) => (
          <ToolCallDetails call={row} tab={view.details} onTab={(details) => void setView({ details })} />
        ),
      }}
    />
  );
}
