"use client";
import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import type { ReactNode } from "react";
import { PageState } from "@/components/data/page-state";
import { Skeleton } from "@/components/ui/skeleton";
import { failureAccountOptions } from "@/lib/client/failure-account";
import type { FailureAccount } from "@/lib/contracts/failure-account";
import { FirstEnvelope, LedBy, Place } from "./account-records";
import { WhatChanged } from "./what-changed";

export interface FailureAccountProps {
  errorId: string;
  /** Stands where place, envelope and chain of the failure are shown already: only the rest. */
  brief?: boolean;
}

/** A recorded failure in plain words: what happened, where, what shows it, what was before it, what to do. */
export default function FailureAccountPanel({ errorId, brief = false }: FailureAccountProps) {
  const query = useQuery(failureAccountOptions(errorId));
  if (query.data !== undefined) return <AccountRows account={query.data} brief={brief} />;
  if (query.isError)
    return (
      <PageState state={{ kind: "failed", error: query.error, onRetry: () => void query.refetch() }}>
        {null}
      </PageState>
    );
  return <AccountSkeleton />;
}

/** As high as the rows are most of the time, so that what stands below hardly moves. */
export function AccountSkeleton() {
  return (
    <div aria-hidden="true" className="grid gap-3.5 px-3.5 py-3">
      {[70, 55, 40, 60, 75, 50].map((width) => (
        <Skeleton key={width} width={`${String(width)}%`} />
      ))}
    </div>
  );
}

function AccountRows({ account, brief }: { account: FailureAccount; brief: boolean }) {
  const { meaning, message } = account;
  return (
    <div className="@container">
      <dl
        className={clsx(
          "grid gap-y-0.5 py-2.5 text-sm @md:grid-cols-[7.5rem_minmax(0,1fr)] @md:gap-y-2",
          // As far in as what it stands among.
          brief ? "px-3" : "px-3.5",
        )}
      >
        <Row label="What happened">
          <p>
            {meaning === null ? (
              <span className="num font-semibold">{account.error_code}</span>
            ) : (
              <>
                <span className="font-semibold">{meaning.title}.</span>{" "}
                <span className="text-fg-muted">{meaning.says}</span>
              </>
            )}
          </p>
          {!brief && message !== null && message !== meaning?.says && (
            <p className="num line-clamp-4 break-words">{message}</p>
          )}
        </Row>
        {!brief && (
          <>
            <Row label="Where">
              <Place account={account} />
            </Row>
            <Row label="First envelope">
              <FirstEnvelope account={account} />
            </Row>
            <Row label="What led to it">
              <LedBy account={account} />
            </Row>
          </>
        )}
        <Row label="What changed">
          <WhatChanged account={account} />
        </Row>
        {meaning !== null && (
          <>
            <Row label="Usual cause">{meaning.cause}</Row>
            <Row label="What to do">{meaning.remedy}</Row>
          </>
        )}
      </dl>
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-fg-subtle @max-md:mt-2 @max-md:first:mt-0">{label}</dt>
      <dd className="min-w-0 leading-5 wrap-anywhere">{children}</dd>
    </>
  );
}
