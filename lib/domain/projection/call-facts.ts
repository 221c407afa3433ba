import type { Dialect } from "../envelope";
import type { JsonValue } from "../model/field";
import type { RecordIn } from "../model";
import type { Usage } from "./usage";
import { timeOf, type FoldEvent } from "./fold-event";

/** What was said of an item of a provider's answer. */
type ItemFacts = Pick<RecordIn<"provider_items">, "kind" | "occurred_at_ms" | "ordinal">;

export type CallStatus = NonNullable<RecordIn<"model_calls">["status"]>;

/**
 * What one vocabulary said about one model call. Several may speak of the same call (frames and the bus
 * events behind them); each has its own clock, so their times are never mixed.
 */
export class CallFacts {
  provider: string | undefined;
  request_model: string | undefined;
  response_model: string | undefined;
  parameters: Record<string, JsonValue> = {};
  usage: Usage | undefined;
  reasoning_tokens: number | undefined;
  finish_reason: string | undefined;
  finish_class: string | undefined;
  response_id: string | undefined;
  cost: number | undefined;
  stated_duration_ms: number | undefined;
  error_message: string | undefined;
  status: CallStatus = "running";
  started_at_ms: number | undefined;
  first_byte_at_ms: number | undefined;
  first_token_at_ms: number | undefined;
  first_content_at_ms: number | undefined;
  finished_at_ms: number | undefined;
  last_at_ms: number | undefined;
  text: string | undefined;
  /** Items of the provider's answer, by their ids. */
  readonly items = new Map<string, ItemFacts>();
  session_id: string | undefined;
  turn_id: string | undefined;
  run_id: string | undefined;
  first_ordinal: bigint;
  last_ordinal: bigint;
  /** Place of the call's first event in its stream. */
  readonly seq: bigint | undefined;
  /** Whether a start was seen: a recording may begin in the middle. */
  hasStart = false;
  /** Whether any event carried metadata, without which its absence at the end says nothing. */
  hasMetadata = false;

  constructor(
    readonly call_id: string,
    readonly dialect: Dialect,
    first: FoldEvent,
  ) {
    this.first_ordinal = first.ordinal;
    this.last_ordinal = first.ordinal;
    this.seq = first.seq;
  }

  /** Notes that an event of the call was seen, with the keys that it carries. */
  touch(event: FoldEvent): void {
    if (event.ordinal > this.last_ordinal) this.last_ordinal = event.ordinal;
    if (event.ordinal < this.first_ordinal) this.first_ordinal = event.ordinal;
    const at = timeOf(event);
    if (at !== undefined && (this.last_at_ms === undefined || at > this.last_at_ms)) this.last_at_ms = at;
    this.session_id ??= event.session_id;
    this.turn_id ??= event.turn_id;
    this.run_id ??= event.run_id;
  }

  start(event: FoldEvent): void {
    this.hasStart = true;
    this.started_at_ms = earlier(this.started_at_ms, timeOf(event));
  }

  /** A token came: thinking counts for the first token, not for the first content. */
  token(event: FoldEvent, kind: "thinking" | "content"): void {
    const at = timeOf(event);
    this.first_byte_at_ms = earlier(this.first_byte_at_ms, at);
    this.first_token_at_ms = earlier(this.first_token_at_ms, at);
    if (kind === "content") this.first_content_at_ms = earlier(this.first_content_at_ms, at);
  }

  /** An event is about an item of the answer. `kind` is the provider's word for it. */
  item(event: FoldEvent, id: string, kind: string | undefined): void {
    const known = this.items.get(id);
    if (known !== undefined && (known.kind !== undefined || kind === undefined)) return;
    this.items.set(id, {
      ordinal: event.ordinal,
      occurred_at_ms: timeOf(event),
      ...known,
      kind,
    });
  }

  finish(event: FoldEvent, status: CallStatus): void {
    this.finished_at_ms = timeOf(event) ?? this.finished_at_ms;
    this.status = status;
  }
}

/** The first of two times in whatever order they are told: lines of a log are read as they come. */
function earlier(known: number | undefined, at: number | undefined): number | undefined {
  return known === undefined || (at !== undefined && at < known) ? at : known;
}

/** Vocabularies by how much they say about a call; the first that knows a value gives it. */
const precedence: readonly Dialect[] = ["geppetto", "sessionstream", "provider", "sem", "log"];

/** The record of a call from everything that was said about it. */
export function callRow(
  conv_id: string,
  call_id: string,
  all: readonly CallFacts[],
  extra: Pick<RecordIn<"model_calls">, "turn_id" | "session_id" | "iteration" | "key_origins">,
): RecordIn<"model_calls"> {
  const ranked = [...all].sort((a, b) => precedence.indexOf(a.dialect) - precedence.indexOf(b.dialect));
  const pick = <T>(read: (facts: CallFacts) => T | undefined): T | undefined => {
    for (const facts of ranked) {
      const value = read(facts);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const usage = pick((facts) => facts.usage);
  const timed = ranked.find((facts) => facts.hasStart) ?? ranked[0];
  const text = pick((facts) => facts.text);
  const answer = all.find(({ dialect }) => dialect === "provider");
  const own = ranked.filter(({ dialect }) => dialect !== "provider" && dialect !== "log");
  // Streams of providers and logs stand apart from the runtime's events: the call spans those, if there are any.
  const spanning = own.length === 0 ? ranked : own;
  const parameters = Object.assign({}, ...ranked.map((facts) => facts.parameters).reverse()) as JsonValue;
  const model = pick((facts) => facts.request_model);
  return {
    conv_id,
    call_id,
    provider: pick((facts) => facts.provider),
    request_model: model,
    response_model: pick((facts) => facts.response_model) ?? model,
    operation: "chat",
    parameters: Object.keys(parameters ?? {}).length === 0 ? undefined : parameters,
    streaming: true,
    status: settled(ranked),
    ...usage,
    total_tokens: usage === undefined ? undefined : (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0),
    reasoning_tokens: pick((facts) => facts.reasoning_tokens),
    cost: pick((facts) => facts.cost),
    finish_reason: pick((facts) => facts.finish_reason),
    finish_class: pick((facts) => facts.finish_class),
    response_id: pick((facts) => facts.response_id) ?? answer?.call_id,
    error_message: pick((facts) => facts.error_message),
    output_preview: text === undefined || text === "" ? undefined : text.slice(0, 500),
    ...(timed === undefined
      ? {}
      : latencies(
          timed,
          usage,
          pick((facts) => facts.stated_duration_ms),
        )),
    ...(answer === undefined ? {} : answerLatencies(answer, timed)),
    first_ordinal: least(spanning.map((facts) => facts.first_ordinal)),
    last_ordinal: greatest(spanning.map((facts) => facts.last_ordinal)),
    ordinal: greatest(spanning.map((facts) => facts.last_ordinal)),
    run_id: pick((facts) => facts.run_id),
    seq: timed?.seq,
    ...extra,
  };
}

/** The records of the items of a call's answer. */
export function itemRows(
  conv_id: string,
  call_id: string,
  all: readonly CallFacts[],
): RecordIn<"provider_items">[] {
  return all.flatMap(({ items }) =>
    [...items].map(([item_id, facts]) => ({ conv_id, item_id, call_id, ...facts })),
  );
}

/** A stated end beats `running`; a failure that one vocabulary hides beats the success that another shows. */
function settled(ranked: readonly CallFacts[]): CallStatus {
  const states = ranked.map((facts) => facts.status);
  return (
    states.find((s) => s === "failed" || s === "cancelled") ??
    states.find((s) => s !== "running") ??
    "running"
  );
}

function latencies(facts: CallFacts, usage: Usage | undefined, stated: number | undefined) {
  const since = (at: number | undefined) =>
    at === undefined || facts.started_at_ms === undefined ? undefined : Math.max(0, at - facts.started_at_ms);
  const total = since(facts.finished_at_ms);
  const streamed =
    facts.finished_at_ms === undefined || facts.first_token_at_ms === undefined
      ? undefined
      : facts.finished_at_ms - facts.first_token_at_ms;
  const tokens = usage?.output_tokens;
  return {
    started_at_ms: facts.started_at_ms,
    finished_at_ms: facts.finished_at_ms,
    occurred_at_ms: facts.last_at_ms,
    total_ms: total ?? stated,
    provider_ms: stated,
    first_byte_ms: facts.dialect === "provider" ? undefined : since(facts.first_byte_at_ms),
    first_token_ms: since(facts.first_token_at_ms),
    first_content_ms: since(facts.first_content_at_ms),
    tokens_per_second:
      tokens === undefined || streamed === undefined || streamed <= 0
        ? undefined
        : (tokens * 1000) / streamed,
  };
}

/**
 * Where a provider's answer lies inside its call: what came before its first byte, its own time, what came after. Its
 * recorder and the runtime stand on one machine, or the two would not have been found to belong together.
 */
function answerLatencies(
  answer: CallFacts,
  call: CallFacts | undefined,
): Pick<RecordIn<"model_calls">, "first_byte_ms" | "provider_ms" | "postprocess_ms"> {
  const { started_at_ms: began, finished_at_ms: ended } = answer;
  const provider_ms = span(began, ended);
  if (call === undefined || call === answer) return { provider_ms };
  return {
    provider_ms,
    first_byte_ms: span(call.started_at_ms, began),
    postprocess_ms: span(ended, call.finished_at_ms),
  };
}

/** Time between two points, unless one is unknown or they stand the other way round. */
function span(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (b < a ? b : a));
}

function greatest(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (b > a ? b : a));
}
