import { listErrorsById, type ErrorRow } from "@/db/queries/error-rows";
import { recordLoaders } from "@/db/queries/load-records";
import { listDecisionsBetween } from "@/db/queries/work-before";
import type { ReadStore } from "@/db/store";
import type { FailureAccount, KnownRecord } from "@/lib/contracts/failure-account";
import { recordRef } from "@/lib/contracts/record-ref";
import { ConsoleError } from "@/lib/domain/console-error";
import { failureKinds } from "@/lib/domain/failures/taxonomy";
import type { FailureKind } from "@/lib/domain/failures/failure-kind";
import { oneLine } from "../records/described";
import type { ServiceContext } from "../service-context";
import { getFailureChain } from "./get-failure-chain";
import { knownRecords } from "./known-records";
import { lastGoodBefore } from "./last-good";

/** Steps of the chain that fit beside everything else. */
const nearest = 3;

/**
 * A recorded failure in plain words: what it means, where it happened, which envelope shows it first, and what was
 * before it. A bounded number of looks into indexes, whatever is stored. Throws not-found.
 */
export function getFailureAccount(context: ServiceContext, errorId: string): FailureAccount {
  const { store } = context;
  const [error] = listErrorsById(store, [errorId]);
  if (error === undefined)
    throw new ConsoleError("not-found", "There is no such recorded failure.", {
      details: { error_id: errorId },
    });
  const meaning = meaningOf(error.error_code);
  const turn = turnOf(store, error);
  const { before } = getFailureChain(context, errorId);
  return {
    ref: recordRef("error", errorId),
    error_class: error.error_class,
    error_code: error.error_code,
    at_ms: error.occurred_at_ms,
    meaning:
      meaning === undefined
        ? null
        : {
            title: meaning.title,
            says: meaning.safe_message,
            cause: meaning.cause,
            remedy: meaning.remedy,
          },
    message: error.raw_message ?? error.safe_message,
    conversation: conversationOf(store, error),
    turn: turn?.account ?? null,
    records: knownRecords(store, namedRefs(error)),
    envelope: envelopeOf(store, error),
    led_by: before.slice(-nearest),
    decisions: decisionsBefore(store, error, turn?.started_at_ms ?? null),
    ...lastGoodBefore(store, error),
  };
}

const kinds: Readonly<Record<string, FailureKind | undefined>> = failureKinds;

function meaningOf(code: string): FailureKind | undefined {
  return Object.hasOwn(kinds, code) ? kinds[code] : undefined;
}

function conversationOf(store: ReadStore, { conv_id }: ErrorRow): FailureAccount["conversation"] {
  if (conv_id === null) return null;
  const [row] = recordLoaders.conversation(store, [[conv_id]]);
  return { conv_id, title: row?.title ?? null };
}

function turnOf(store: ReadStore, { conv_id, turn_id }: ErrorRow) {
  if (conv_id === null || turn_id === null) return undefined;
  const [row] = recordLoaders.turn(store, [[conv_id, turn_id]]);
  if (row === undefined) return undefined;
  const { position, outcome, started_at_ms } = row;
  const prompt = row.prompt_text === null ? null : oneLine(row.prompt_text, 160);
  return { account: { ref: recordRef("turn", conv_id, turn_id), position, prompt, outcome }, started_at_ms };
}

function namedRefs({ conv_id, tool_call_id, model_call_id }: ErrorRow): string[] {
  if (conv_id === null) return [];
  return [
    ...(tool_call_id === null ? [] : [recordRef("tool_call", conv_id, tool_call_id)]),
    ...(model_call_id === null ? [] : [recordRef("model_call", conv_id, model_call_id)]),
  ];
}

/**
 * The first of what shows it: the envelope that states it, or the one in which a call that it names ended badly, which
 * came before where the runtime stated the failure only afterwards.
 */
function envelopeOf(store: ReadStore, { event_ordinal, ordinal, ...error }: ErrorRow): KnownRecord | null {
  const stated = event_ordinal ?? ordinal;
  const shown = [...(stated === null ? [] : [stated]), ...endsOfFailedCalls(store, error)];
  const [first, ...others] = shown;
  if (first === undefined) return null;
  const earliest = others.reduce((least, each) => (each < least ? each : least), first);
  return knownRecords(store, [recordRef("event", earliest)])[0] ?? null;
}

function endsOfFailedCalls(
  store: ReadStore,
  { conv_id, tool_call_id, model_call_id }: Pick<ErrorRow, "conv_id" | "tool_call_id" | "model_call_id">,
): bigint[] {
  if (conv_id === null) return [];
  const calls = [
    ...(tool_call_id === null ? [] : recordLoaders.tool_call(store, [[conv_id, tool_call_id]])),
    ...(model_call_id === null ? [] : recordLoaders.model_call(store, [[conv_id, model_call_id]])),
  ];
  // What has no end was seen to begin, not to fail.
  return calls.flatMap(({ status, first_ordinal, last_ordinal }) =>
    last_ordinal === null || last_ordinal === first_ordinal || status === "succeeded" || status === "running"
      ? []
      : [last_ordinal],
  );
}

function decisionsBefore(
  store: ReadStore,
  { conv_id, occurred_at_ms }: ErrorRow,
  startedAt: number | null,
): KnownRecord[] {
  if (conv_id === null || occurred_at_ms === null || startedAt === null) return [];
  const found = listDecisionsBetween(store, conv_id, startedAt, occurred_at_ms);
  return knownRecords(
    store,
    found.map(({ kind, id }) => recordRef(kind, conv_id, id)),
  );
}
