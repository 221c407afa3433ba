"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { modelCallsOptions, toolCallsOptions } from "@/lib/client/inspector-list-queries";
import { callLines } from "./call-lines";

/** Model and tool calls of a conversation, or of one turn, on one axis. */
export function useCalls(convId: string, turnId: string | null, enabled = true) {
  const model = useInfiniteQuery({ ...modelCallsOptions(convId, turnId), enabled });
  const tool = useInfiniteQuery({ ...toolCallsOptions(convId, turnId), enabled });
  const lines = useMemo(
    () =>
      callLines(
        { calls: model.data?.pages.flatMap((page) => page.items) ?? [], hasMore: model.hasNextPage },
        { calls: tool.data?.pages.flatMap((page) => page.items) ?? [], hasMore: tool.hasNextPage },
      ),
    [model.data, tool.data, model.hasNextPage, tool.hasNextPage],
  );
  return {
    lines,
    isPending: model.isPending || tool.isPending,
    error: model.error ?? tool.error,
    retry: () => {
      void model.refetch();
      void tool.refetch();
    },
    hasMore: model.hasNextPage || tool.hasNextPage,
    loadMore: () => {
      if (model.hasNextPage && !model.isFetching) void model.fetchNextPage();
      if (tool.hasNextPage && !tool.isFetching) void tool.fetchNextPage();
    },
  };
}
