import { listErrorsById } from "@/db/queries/error-rows";
import { listFailureSigns, type SignRow } from "@/db/queries/failure-signs";
import type { FailureChain, FailureChainStep } from "@/lib/contracts/failure-chain";
import { recordRef } from "@/lib/contracts/record-ref";
import { ConsoleError } from "@/lib/domain/console-error";
import { causalChain, type ChainStep } from "@/lib/domain/failures/causal-chain";
import type { FailureSign } from "@/lib/domain/failures/failure-sign";
import { describeRecords } from "../records/describe-records";
import type { Described } from "../records/described";
import type { ServiceContext } from "../service-context";

/** How far from a failure its conversation is looked at, in both directions. */
const reach_ms = 10 * 60_000;

/**
 * What led to a recorded failure and what followed from it in its conversation, each step with how it is
 * known. A failure of no conversation, or without a time, has no chain. Throws not-found.
 */
export function getFailureChain({ store }: ServiceContext, errorId: string): FailureChain {
  const [error] = listErrorsById(store, [errorId]);
  if (error === undefined)
    throw new ConsoleError("not-found", "There is no such recorded failure.", {
      details: { error_id: errorId },
    });
  const focus = recordRef("error", errorId);
  const { conv_id, occurred_at_ms } = error;
  const signs =
    conv_id === null || occurred_at_ms === null
      ? []
      : listFailureSigns(store, conv_id, occurred_at_ms, reach_ms).map((row) => ({
          sign: signFromRow(row, conv_id),
          detail: row.detail,
        }));
  const chain = causalChain(
    signs.map(({ sign }) => sign),
    focus,
  );
  const details = new Map(signs.map(({ sign, detail }) => [sign.key, detail]));
  const known = describeRecords(store, [
    focus,
    ...[...chain.before, ...chain.after].map(({ sign }) => sign.key),
  ]);
  const stepOf = (step: ChainStep): FailureChainStep =>
    wireStep(
      step,
      known.get(step.sign.key),
      details.get(step.sign.key) ?? null,
      occurred_at_ms ?? 0,
      known.get(step.other)?.title ?? null,
    );
  return {
    conv_id,
    focus: {
      ref: focus,
      title: error.error_code,
      summary: known.get(focus)?.summary ?? "",
      mark: error.error_class,
      at_ms: occurred_at_ms,
    },
    before: chain.before.map(stepOf),
    after: chain.after.map(stepOf),
    left_out: chain.left_out,
  };
}

function wireStep(
  { sign, link }: ChainStep,
  record: Described | undefined,
  detail: string | null,
  focusAt: number,
  otherTitle: string | null,
): FailureChainStep {
  return {
    // An outage is no record of a conversation.
    ref: sign.kind === "dependency" ? null : sign.key,
    kind: sign.kind,
    title: record === undefined || sign.kind === "retry" ? titleOf(sign) : record.title,
    summary: detail ?? record?.summary ?? "",
    mark: sign.kind === "retry" ? "provider" : (record?.mark ?? "runtime"),
    at_ms: sign.at_ms,
    offset_ms: sign.at_ms === null ? null : sign.at_ms - focusAt,
    link: { how: link.how, rule: link.rule, other: otherTitle },
  };
}

function titleOf({ kind, code }: FailureSign): string {
  return kind === "retry" ? "model call retried" : code;
}

function signFromRow(row: SignRow, convId: string): FailureSign {
  const number = (value: bigint | null): number | null => (value === null ? null : Number(value));
  return {
    ...row,
    key: keyOf(row, convId),
    at_ms: number(row.at_ms),
    since_ms: number(row.since_ms),
    until_ms: number(row.until_ms),
  };
}

/** A reference to the record, which is what a step leads to. */
function keyOf({ kind, id }: SignRow, convId: string): string {
  switch (kind) {
    case "error":
      return recordRef("error", id);
    case "anomaly":
      return recordRef("anomaly", id);
    case "socket":
      return recordRef("ws", id, "close");
    case "retry":
      return recordRef("model_call", convId, id);
    case "dependency":
      return `dependency ${id}`;
  }
}
