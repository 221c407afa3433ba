"use client";
import { useQuery } from "@tanstack/react-query";
import { PageState } from "@/components/data/page-state";
import { failureChainOptions } from "@/lib/client/failure-chain";
import { ChainList, type ChainListProps } from "./chain-list";

export interface FailureChainProps extends Pick<ChainListProps, "hrefOf" | "onFollow"> {
  errorId: string;
}

/** The chain of a recorded failure, asked for when it is shown. */
export default function FailureChainPanel({ errorId, ...target }: FailureChainProps) {
  const query = useQuery(failureChainOptions(errorId));
  if (query.data !== undefined) return <ChainList chain={query.data} {...target} />;
  return (
    <PageState
      state={
        query.isError
          ? { kind: "failed", error: query.error, onRetry: () => void query.refetch() }
          : { kind: "loading" }
      }
    >
      {null}
    </PageState>
  );
}
