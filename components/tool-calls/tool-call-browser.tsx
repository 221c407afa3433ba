"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { choiceGroups } from "@/components/data/choice-groups";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { ListFrame } from "@/components/shell/list-frame";
import { recordHref } from "@/lib/client/record-href";
import { toolCallListParams } from "@/lib/client/record-list-params";
import { toolCalls, toolStatuses } from "@/lib/domain/model/tool-call";
import { toolCallColumns, toolCallEdge } from "./tool-call-columns";
import { ToolCallDetails } from "./tool-call-details";
import { toolCallListOptions, toolChoicesOptions } from "./tool-call-queries";

/** Tool calls over all conversations, newest first. */
export function ToolCallBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(toolCallListParams);
  const { sel, details, ...filter } = view;
  const list = useInfiniteQuery(toolCallListOptions(filter));
  const choices = useQuery(toolChoicesOptions);
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => void setView({ q, sel: null }), [setView]),
  );
  const groups = useMemo(
    () =>
      choiceGroups(
        [
          { id: "status", title: "Status", values: toolStatuses, isVocabulary: true },
          { id: "executed_by", title: "Run by", values: toolCalls.fields.executed_by.values },
          {
            id: "tool",
            title: "Tool",
            values:
              choices.data?.facets.find(({ name }) => name === "tool")?.values.map(({ value }) => value) ??
              [],
          },
        ],
        view,
      ),
    [choices.data, view],
  );
  return (
    <ListFrame
      title="Tool calls"
      noun="tool call"
      name="tool-calls"
      query={list}
      columns={toolCallColumns}
      rowKey={(row) => row.ref}
      edge={toolCallEdge}
      sel={sel}
      onSelect={(row) => void setView({ sel: row.ref })}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      filter={filter}
      search={{ value: text, onChange: setText, placeholder: "Search call ids, tools, errors" }}
      groups={groups}
      onFilter={(name, values) => void setView({ [name]: values, sel: null }, { history: "push" })}
      onClear={() => void setView(null, { history: "push" })}
      emptyHint="They come from frames, turn metadata and native model.call records."
      details={(row) => (
        <ToolCallDetails call={row} tab={details} onTab={(tab) => void setView({ details: tab })} />
      )}
    />
  );
}
