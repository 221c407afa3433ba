"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { choiceGroups } from "@/components/data/choice-groups";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { ListFrame } from "@/components/shell/list-frame";
import { recordHref } from "@/lib/client/record-href";
import { modelCallListParams } from "@/lib/client/record-list-params";
import { callStatuses } from "@/lib/domain/model/model-call";
import { modelCallColumns, modelCallEdge } from "./model-call-columns";
import { ModelCallDetails } from "./model-call-details";
import { modelCallListOptions, modelChoicesOptions } from "./model-call-queries";

/** Words of `finish_class`, as the data model lists them. */
const finishClasses = ["completed", "max_tokens", "tool_calls_pending", "interrupted", "error", "unknown"];

/** Calls to model providers over all conversations, newest first. */
export function ModelCallBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(modelCallListParams);
  const { sel, details, ...filter } = view;
  const list = useInfiniteQuery(modelCallListOptions(filter));
  const choices = useQuery(modelChoicesOptions);
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => void setView({ q, sel: null }), [setView]),
  );
  const groups = useMemo(() => {
    const known = (facet: string) =>
      choices.data?.facets.find(({ name }) => name === facet)?.values.map(({ value }) => value) ?? [];
    return choiceGroups(
      [
        { id: "status", title: "Status", values: callStatuses, isVocabulary: true },
        { id: "finish", title: "Finish", values: finishClasses, isVocabulary: true },
        { id: "provider", title: "Provider", values: known("provider") },
        { id: "model", title: "Model", values: known("model") },
      ],
      view,
    );
  }, [choices.data, view]);
  return (
    <ListFrame
      title="Model calls"
      noun="model call"
      name="model-calls"
      query={list}
      columns={modelCallColumns}
      rowKey={(row) => row.ref}
      edge={modelCallEdge}
      sel={sel}
      onSelect={(row) => void setView({ sel: row.ref })}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      filter={filter}
      search={{ value: text, onChange: setText, placeholder: "Search call ids, models, errors" }}
      groups={groups}
      onFilter={(name, values) => void setView({ [name]: values, sel: null }, { history: "push" })}
      onClear={() => void setView(null, { history: "push" })}
      emptyHint="They come from frames, turn metadata and native model.call records."
      details={(row) => (
        <ModelCallDetails call={row} tab={details} onTab={(tab) => void setView({ details: tab })} />
      )}
    />
  );
}
