import type { Dialect, KeyOrigin } from "../envelope";
import type { RecordChange } from "../model";
import { CallFacts, callRow, itemRows } from "./call-facts";
import type { FoldEvent } from "./fold-event";
import type { TurnLink, TurnTracker } from "./turn-tracker";

interface Call {
  readonly byDialect: Map<Dialect, CallFacts>;
  /** How the provider's answer became known as this call's, where it was not always. */
  answer?: KeyOrigin;
}

/** A call of the runtime that no provider's stream is known for. */
export interface UnansweredCall {
  readonly call_id: string;
  readonly facts: readonly CallFacts[];
}

/** The model calls of one conversation: who said what about which call, and the record that follows. */
export class ModelCalls {
  readonly #calls = new Map<string, Call>();
  readonly #dirty = new Set<string>();
  /** The call that began last and has not ended, per stream: tool calls belong to it. */
  readonly #open = new Map<string, string>();
  /** Calls that others turned out to be, by the id that those had. */
  readonly #merged = new Map<string, string>();

  constructor(
    private readonly conv_id: string,
    private readonly turns: TurnTracker,
  ) {}

  get size(): number {
    return this.#calls.size;
  }

  /** Facts of a call in the event's own vocabulary; made when they are not there. */
  facts(name: string, event: FoldEvent): CallFacts {
    const call_id = this.nameOf(name);
    let call = this.#calls.get(call_id);
    if (call === undefined) {
      call = { byDialect: new Map() };
      this.#calls.set(call_id, call);
    }
    let facts = call.byDialect.get(event.dialect);
    if (facts === undefined) {
      facts = new CallFacts(call_id, event.dialect, event);
      call.byDialect.set(event.dialect, facts);
      this.#open.set(event.stream, call_id);
    }
    facts.touch(event);
    this.#dirty.add(call_id);
    return facts;
  }

  /** The call that was current in the stream when the event came: open, else the last one. */
  currentIn(stream: string): string | undefined {
    return this.#open.get(stream);
  }

  /** Calls of a stream that have no end yet, oldest first. */
  *unfinishedOf(dialect: Dialect): Iterable<CallFacts> {
    for (const call of this.#calls.values()) {
      const facts = call.byDialect.get(dialect);
      if (facts?.status === "running") yield facts;
    }
  }

  /** Id under which a call is kept: its own, or that of the call that it turned out to be. */
  nameOf(call_id: string): string {
    return this.#merged.get(call_id) ?? call_id;
  }

  /** Calls of the runtime without a provider's stream. */
  unanswered(): readonly UnansweredCall[] {
    return [...this.#calls].flatMap(([call_id, { byDialect }]) =>
      byDialect.has("provider") ? [] : [{ call_id, facts: [...byDialect.values()] }],
    );
  }

  /** Gives what a provider's stream said, under an id of its own so far, to the call that it is of. */
  merge(answer_id: string, call_id: string, origin: KeyOrigin): void {
    const [answer, call] = [this.#calls.get(answer_id), this.#calls.get(call_id)];
    const facts = answer?.byDialect.get("provider");
    if (facts === undefined || call === undefined) return;
    call.byDialect.set("provider", facts);
    call.answer = origin;
    this.#calls.delete(answer_id);
    this.#dirty.delete(answer_id);
    this.#dirty.add(call_id);
    this.#merged.set(answer_id, call_id);
  }

  /** Marks a call for the next drain. */
  changed(call_id: string): void {
    if (this.#calls.has(call_id)) this.#dirty.add(call_id);
  }

  drain(): RecordChange[] {
    if (this.#dirty.size === 0) return [];
    const changes: RecordChange[] = [];
    const iterations = new Map<string, number>();
    const answers = new Map<string, string>();
    for (const [call_id, call] of this.#calls) {
      const all = [...call.byDialect.values()];
      const turn = this.turns.turnOfSubject(call_id) ?? statedTurn(all);
      const iteration = turn === undefined ? undefined : (iterations.get(turn.turn_id) ?? 0) + 1;
      if (turn !== undefined && iteration !== undefined) iterations.set(turn.turn_id, iteration);
      const answer = answerOf(all);
      if (turn !== undefined && answer !== undefined) answers.set(turn.turn_id, answer);
      if (!this.#dirty.has(call_id)) continue;
      const row = callRow(this.conv_id, call_id, all, {
        turn_id: turn?.turn_id,
        session_id: all.find((facts) => facts.session_id !== undefined)?.session_id,
        iteration,
        key_origins: originsOf(turn, call.answer),
      });
      changes.push({ set: "model_calls", row });
      for (const item of itemRows(this.conv_id, call_id, all))
        changes.push({ set: "provider_items", row: item });
    }
    this.#dirty.clear();
    for (const [turn_id, answer] of answers) this.turns.noteAnswer(turn_id, answer);
    return changes;
  }
}

/** What people saw of an answer goes before what the engine and the provider said: filters stand between. */
const shown: readonly Dialect[] = ["sem", "sessionstream", "geppetto", "provider"];

/** Text of a call that has ended. */
function answerOf(all: readonly CallFacts[]): string | undefined {
  for (const dialect of shown) {
    const facts = all.find((one) => one.dialect === dialect);
    if (facts?.text !== undefined && facts.text !== "" && facts.status !== "running") return facts.text;
  }
  return undefined;
}

function originsOf(
  turn: TurnLink | undefined,
  answer: KeyOrigin | undefined,
): Record<string, KeyOrigin> | undefined {
  if (turn === undefined && answer === undefined) return undefined;
  return {
    ...(turn === undefined ? {} : { turn_id: { how: turn.how, rule: turn.rule } }),
    ...(answer === undefined ? {} : { response_id: answer }),
  };
}

function statedTurn(all: readonly CallFacts[]): TurnLink | undefined {
  const turn_id = all.find((facts) => facts.turn_id !== undefined)?.turn_id;
  return turn_id === undefined ? undefined : { turn_id, how: "explicit", rule: "the event names its turn" };
}
