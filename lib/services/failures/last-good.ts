import { recordLoaders, type LoadedRow } from "@/db/queries/load-records";
import { findGoodTurnBefore, listCallsBefore, type CallBefore } from "@/db/queries/work-before";
import type { ErrorRow } from "@/db/queries/error-rows";
import type { ReadStore } from "@/db/store";
import type { FailureAccount, LastGood } from "@/lib/contracts/failure-account";
import { recordRef } from "@/lib/contracts/record-ref";
import { grouped, oneLine } from "../records/described";
import { knownRecords } from "./known-records";

type Before = Pick<FailureAccount, "last_good" | "calls_before">;
type Change = LastGood["changes"][number];

/** A failure's own call, or the tool that it names where it has none. */
interface Subject {
  readonly kind: "tool" | "model";
  readonly name: string;
  readonly at_ms: number;
}

/**
 * What went well before a failure: the last call of the same tool or model, of any conversation, else the turn before
 * it; and what was otherwise then. Looks at no more than 50 calls.
 */
export function lastGoodBefore(store: ReadStore, error: ErrorRow): Before {
  const own = ownCalls(store, error);
  const subject = subjectOf(error, own);
  if (subject === undefined) return { last_good: goodTurn(store, error), calls_before: null };
  const before = listCallsBefore(store, subject.kind, subject.name, subject.at_ms);
  const good = nearestGood(store, before, error.conv_id);
  return {
    last_good: good === undefined ? null : goodCall(store, error, subject.kind, good, own),
    calls_before: {
      kind: subject.kind,
      name: subject.name,
      count: before.length,
      failed: before.filter(({ status }) => status !== "succeeded" && status !== "running").length,
    },
  };
}

/** Of the calls that worked the newest by the same runtime, since another one differs in everything; else the newest. */
function nearestGood(
  store: ReadStore,
  before: readonly CallBefore[],
  convId: string | null,
): CallBefore | undefined {
  const good = before.filter(({ status }) => status === "succeeded");
  const ids = new Set([...good.map(({ conv_id }) => conv_id), ...(convId === null ? [] : [convId])]);
  const rows = recordLoaders.conversation(
    store,
    [...ids].map((id) => [id]),
  );
  const runtimes = new Map(rows.map(({ conv_id, runtime_key }) => [conv_id, runtime_key]));
  const own = convId === null ? undefined : runtimes.get(convId);
  return good.find(({ conv_id }) => runtimes.get(conv_id) === own) ?? good[0];
}

interface OwnCalls {
  readonly tool: LoadedRow<"tool_call"> | undefined;
  readonly model: LoadedRow<"model_call"> | undefined;
}

function ownCalls(store: ReadStore, { conv_id, tool_call_id, model_call_id }: ErrorRow): OwnCalls {
  return {
    tool: conv_id === null || tool_call_id === null ? undefined : toolCall(store, conv_id, tool_call_id),
    model: conv_id === null || model_call_id === null ? undefined : modelCall(store, conv_id, model_call_id),
  };
}

const toolCall = (store: ReadStore, convId: string, id: string): LoadedRow<"tool_call"> | undefined =>
  recordLoaders.tool_call(store, [[convId, id]])[0];
const modelCall = (store: ReadStore, convId: string, id: string): LoadedRow<"model_call"> | undefined =>
  recordLoaders.model_call(store, [[convId, id]])[0];

function subjectOf(error: ErrorRow, { tool, model }: OwnCalls): Subject | undefined {
  const toolName = tool?.tool_name ?? error.tool_name;
  const toolAt = tool?.requested_at_ms ?? tool?.started_at_ms ?? error.occurred_at_ms;
  if (toolName !== null && toolAt !== null) return { kind: "tool", name: toolName, at_ms: toolAt };
  const isOfModel = error.error_class === "provider" || error.tool_call_id === null;
  const name = model?.request_model ?? error.model;
  const at = model?.started_at_ms ?? error.occurred_at_ms;
  return isOfModel && name !== null && at !== null ? { kind: "model", name, at_ms: at } : undefined;
}

function goodTurn(store: ReadStore, { conv_id, turn_id, occurred_at_ms }: ErrorRow): LastGood | null {
  if (conv_id === null) return null;
  const turn = turn_id === null ? undefined : recordLoaders.turn(store, [[conv_id, turn_id]])[0];
  const at = turn?.started_at_ms ?? occurred_at_ms;
  const good = at === null ? undefined : findGoodTurnBefore(store, conv_id, at, occurred_at_ms ?? at);
  return good === undefined
    ? null
    : lastGood(store, recordRef("turn", conv_id, good), [], { conv_id, turn_id: good }, { conv_id, turn_id });
}

function goodCall(
  store: ReadStore,
  error: ErrorRow,
  kind: Subject["kind"],
  { conv_id, id, turn_id }: CallBefore,
  own: OwnCalls,
): LastGood | null {
  const changes =
    kind === "tool"
      ? toolChanges(toolCall(store, conv_id, id), own.tool)
      : modelChanges(modelCall(store, conv_id, id), own.model);
  return lastGood(
    store,
    recordRef(kind === "tool" ? "tool_call" : "model_call", conv_id, id),
    [...changes, ...conversationChanges(store, conv_id, error.conv_id)],
    { conv_id, turn_id },
    error,
  );
}

interface Side {
  readonly conv_id: string | null;
  readonly turn_id: string | null;
}

function lastGood(store: ReadStore, ref: string, changes: Change[], then: Side, now: Side): LastGood | null {
  const [record] = knownRecords(store, [ref]);
  if (record === undefined) return null;
  const [conversation] = then.conv_id === null ? [] : recordLoaders.conversation(store, [[then.conv_id]]);
  const sides = { then: sideOf(then), now: sideOf(now) };
  const isOther = then.conv_id !== now.conv_id || then.turn_id !== now.turn_id;
  return {
    record,
    conversation_title: conversation?.title ?? null,
    changes,
    compare:
      isOther && sides.then !== undefined && sides.now !== undefined
        ? { then: sides.then, now: sides.now }
        : null,
  };
}

function sideOf({ conv_id, turn_id }: Side): { conv_id: string; turn_id: string } | undefined {
  return conv_id === null || turn_id === null ? undefined : { conv_id, turn_id };
}

function toolChanges(
  then: LoadedRow<"tool_call"> | undefined,
  now: LoadedRow<"tool_call"> | undefined,
): Change[] {
  return [
    ...changed("arguments", oneLine(then?.arguments_preview, 120), oneLine(now?.arguments_preview, 120)),
    ...changed("tool version", then?.tool_version, now?.tool_version),
  ];
}

/** Prompts always differ; a size that doubled is worth saying. */
const notableGrowth = 2;

function modelChanges(
  then: LoadedRow<"model_call"> | undefined,
  now: LoadedRow<"model_call"> | undefined,
): Change[] {
  const [was, is] = [then?.input_tokens ?? 0, now?.input_tokens ?? 0];
  const hasGrown = was > 0 && is > 0 && (is >= was * notableGrowth || was >= is * notableGrowth);
  return [
    ...(hasGrown ? changed("input tokens", grouped(was), grouped(is)) : []),
    ...changed("provider", then?.provider, now?.provider),
    ...changed("model version", then?.model_version, now?.model_version),
  ];
}

function conversationChanges(store: ReadStore, then: string, now: string | null): Change[] {
  if (now === null || then === now) return [];
  const rows = recordLoaders.conversation(store, [[then], [now]]);
  const [was, is] = [then, now].map((id) => rows.find(({ conv_id }) => conv_id === id));
  return [
    ...changed("runtime", was?.runtime_key, is?.runtime_key),
    ...changed("build", was?.runtime_fingerprint, is?.runtime_fingerprint),
    ...changed("profile", was?.profile_slug, is?.profile_slug),
    ...changed("profile version", was?.profile_version, is?.profile_version),
  ];
}

/** A change between two known values; what one side does not say is no change. */
function changed(what: string, was: string | null | undefined, is: string | null | undefined): Change[] {
  return was == null || is == null || was === "" || is === "" || was === is ? [] : [{ what, was, is }];
}
