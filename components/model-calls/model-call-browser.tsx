"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { ListFrame } from "@/components/shell/list-frame";
import { ownRef } from "@/components/shell/notes/use-noted-columns";
import { modelCallListParams } from "@/lib/client/list-params";
import { recordHref } from "@/lib/client/record-href";
import { modelCallColumns, modelCallEdge } from "./model-call-columns";
import { ModelCallDetails } from "./model-call-details";
import { modelCallListOptions } from "./model-call-queries";

/** Calls to model providers over all conversations, newest first. */
export function ModelCallBrowser() {
  const router = useRouter();
  const [view, setView] = useQueryStates(modelCallListParams);
  const list = useInfiniteQuery(modelCallListOptions({ q: view.q }));
  return (
    <ListFrame
      list="model-calls"
      title="Model calls"
      noun="model call"
      query={list}
      columns={modelCallColumns}
      rowKey={(row) => row.ref}
      refOf={ownRef}
      edge={modelCallEdge}
      view={view}
      onView={setView}
      onOpen={(row) => {
        const href = recordHref(row.conv_id, row.ref);
        if (href !== null) router.push(href);
      }}
      placeholder="Search calls, or filter: model:gpt-5 first_token:>2s"
      empty={{
        title: "No model calls are recorded",
        hint: "They come from frames, turn metadata and native model.call records.",
      }}
      details={{
        label: "Details",
        content: (row) => (
          <ModelCallDetails call={row} tab={view.details} onTab={(details) => void setView({ details })} />
        ),
      }}
    />
  );
}
