"use client";
import Link from "next/link";
import { formatCount, formatDuration } from "@/lib/client/format";
import { compareHref } from "@/lib/contracts/compare-side";
import type { FailureAccount, LastGood } from "@/lib/contracts/failure-account";
import { RecordLink, textLink } from "./account-records";
import { sinceGood } from "./since-good";

/** What worked before the failure, and what was otherwise then. */
export function WhatChanged({ account }: { account: FailureAccount }) {
  const { last_good, calls_before } = account;
  return (
    <>
      {last_good === null ? (
        <p className="text-fg-muted">{neverWorked(account)}</p>
      ) : (
        <Good good={last_good} account={account} />
      )}
      {calls_before !== null && calls_before.failed > 0 && (
        <p className="text-fg-muted">
          {formatCount(calls_before.failed)} of the last {formatCount(calls_before.count)} calls of{" "}
          {calls_before.name} before it failed too.
        </p>
      )}
    </>
  );
}

function neverWorked({ calls_before, conversation }: FailureAccount): string {
  if (calls_before === null)
    return conversation === null
      ? "Nothing to compare with is recorded."
      : "No turn of the conversation before it was completed.";
  return calls_before.count === 0
    ? `It is the first recorded call of ${calls_before.name}.`
    : `None of the ${formatCount(calls_before.count)} recorded calls of ${calls_before.name} before it worked.`;
}

function Good({ good, account }: { good: LastGood; account: FailureAccount }) {
  const { record, conversation_title, changes, compare } = good;
  const isHere = record.conv_id === account.conversation?.conv_id;
  const ago = sinceGood(record, account.at_ms);
  return (
    <>
      <p>
        <RecordLink record={{ ...record, took_ms: null }} />{" "}
        <span className="text-fg-muted">
          {record.kind === "turn" ? "was completed" : "still worked"}
          {ago !== undefined && ` ${formatDuration(ago)} before`}
          {isHere ? ", in this conversation" : `, in ${conversation_title ?? record.conv_id ?? ""}`}
        </span>{" "}
        {compare !== null && (
          <Link href={compareHref(compare.then, compare.now)} className={textLink}>
            Compare
          </Link>
        )}
      </p>
      {changes.length > 0 && (
        <ul className="text-xs">
          {changes.map(({ what, was, is }) => (
            <li key={what} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
              <span className="text-fg-subtle">{what}</span>
              <span className="num break-all text-fg-muted">{was}</span>
              <span aria-label="became" role="img" className="text-fg-subtle">
                →
              </span>
              <span className="num break-all">{is}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
