import type { KeyOrigin } from "../envelope";
import { asObject, asText } from "../json/json-access";
import type { RecordChange } from "../model";
import { oneLine } from "./entity-summary";
import { timeOf, type FoldEvent } from "./fold-event";
import { loggedEventType } from "./logged-event";

/** A turn with how it is known. */
export interface TurnLink extends KeyOrigin {
  readonly turn_id: string;
}

interface TurnFacts {
  readonly turn_id: string;
  prompt: string | undefined;
  answer: string | undefined;
  started_at_ms: number | undefined;
  last_at_ms: number | undefined;
  ordinal: bigint;
  session_id: string | undefined;
}

const userMessage = /^user-(.+)$/;

/**
 * Log lines and native lines that state a record may name a turn long after it was over; those that log an event of the
 * engine as it comes do not.
 */
function tellsWhatHappens(event: FoldEvent): boolean {
  return event.dialect === "log" ? loggedEventType(event) !== undefined : event.dialect !== "native";
}

/**
 * Which turn an event belongs to. Frames do not say it: a user message starts its turn, and what follows in
 * the stream belongs to that turn until the next one. A server log line, or a bus event, that names a
 * message together with its turn is better knowledge and wins over order.
 */
export class TurnTracker {
  readonly #turns = new Map<string, TurnFacts>();
  /** Turn by message id or tool call id. */
  readonly #subjects = new Map<string, TurnLink>();
  readonly #current = new Map<string, TurnLink>();
  readonly #dirty = new Set<string>();
  /** Subjects whose turn became known, or better known, since they were last asked for. */
  #relearned = new Set<string>();
  #contradicted = false;

  constructor(private readonly conv_id: string) {}

  /** Whether an event was counted to a turn that proved wrong: only a new fold can repair the turn's times. */
  get isContradicted(): boolean {
    return this.#contradicted;
  }

  /** Subjects whose rows must be made again, because their turn is known otherwise than before. */
  takeRelearned(): ReadonlySet<string> {
    const subjects = this.#relearned;
    this.#relearned = new Set();
    return subjects;
  }

  /** Learns from an event and gives the turn that it belongs to. */
  observe(event: FoldEvent): TurnLink | undefined {
    const started = startedTurn(event);
    if (started !== undefined) {
      this.#current.set(event.stream, {
        turn_id: started,
        how: "inferred",
        rule: "order after the user message",
      });
      this.#noteStart(started, event);
      return { turn_id: started, how: "derived", rule: "id of the user message" };
    }
    const link = this.turnOf(event);
    const subject = subjectOf(event);
    if (link !== undefined && subject !== undefined) this.#learn(subject, link);
    if (link !== undefined && tellsWhatHappens(event)) this.#noteActivity(link.turn_id, event);
    return link;
  }

  /** The turn of an event by what is known so far; changes nothing. */
  turnOf(event: FoldEvent): TurnLink | undefined {
    if (event.turn_id !== undefined) {
      return { turn_id: event.turn_id, how: "explicit", rule: "the event names its turn" };
    }
    const started = startedTurn(event);
    if (started !== undefined) return { turn_id: started, how: "derived", rule: "id of the user message" };
    const subject = subjectOf(event);
    const known = subject === undefined ? undefined : this.#subjects.get(subject);
    if (known !== undefined) return known;
    // Frames about the socket itself have no seq and belong to no turn.
    return event.dialect === "sem" && event.seq !== undefined ? this.#current.get(event.stream) : undefined;
  }

  turnOfSubject(subject: string): TurnLink | undefined {
    return this.#subjects.get(subject);
  }

  /** States the turn of a subject whose id may name something new: after a restart ids are used again. */
  relink(subject: string, link: TurnLink): void {
    this.#subjects.set(subject, link);
    this.#relearned.add(subject);
  }

  /** Notes the answer of a turn: the text of its newest assistant message. */
  noteAnswer(turn_id: string, answer: string): void {
    const facts = this.#turns.get(turn_id);
    if (facts === undefined || answer === "" || facts.answer === answer) return;
    facts.answer = answer;
    this.#dirty.add(turn_id);
  }

  /** Turns that user messages started, and those that events name: a store may tell more of them, or none be there. */
  drain(): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const turn_id of this.#dirty) {
      const facts = this.#turns.get(turn_id);
      if (facts === undefined) continue;
      changes.push({
        set: "turns",
        row: {
          conv_id: this.conv_id,
          turn_id,
          session_id: facts.session_id,
          started_at_ms: facts.started_at_ms,
          finished_at_ms: facts.last_at_ms,
          occurred_at_ms: facts.last_at_ms,
          prompt_text: facts.prompt,
          answer_text: facts.answer,
          ordinal: facts.ordinal,
        },
      });
    }
    this.#dirty.clear();
    return changes;
  }

  #noteStart(turn_id: string, event: FoldEvent): void {
    const facts = this.#facts(turn_id, event);
    const data = asObject(event.data);
    const props =
      asObject(asObject(data?.["entity"])?.["props"]) ?? asObject(asObject(data?.["entity"])?.["message"]);
    facts.prompt ??= asText(data?.["content"]) ?? asText(props?.["content"]) ?? "";
    this.#noteActivity(turn_id, event);
  }

  #noteActivity(turn_id: string, event: FoldEvent): void {
    const facts = this.#facts(turn_id, event);
    const at = timeOf(event);
    if (at !== undefined) {
      if (facts.started_at_ms === undefined || at < facts.started_at_ms) facts.started_at_ms = at;
      if (facts.last_at_ms === undefined || at > facts.last_at_ms) facts.last_at_ms = at;
    }
    facts.session_id ??= event.session_id;
    if (event.ordinal > facts.ordinal) facts.ordinal = event.ordinal;
    this.#dirty.add(turn_id);
  }

  #facts(turn_id: string, event: FoldEvent): TurnFacts {
    const known = this.#turns.get(turn_id);
    if (known !== undefined) return known;
    const facts: TurnFacts = {
      turn_id,
      prompt: undefined,
      answer: undefined,
      started_at_ms: undefined,
      last_at_ms: undefined,
      ordinal: event.ordinal,
      session_id: event.session_id,
    };
    this.#turns.set(turn_id, facts);
    return facts;
  }

  #learn(subject: string, link: TurnLink): void {
    const known = this.#subjects.get(subject);
    if (known !== undefined && rank(link) >= rank(known)) return;
    if (known !== undefined && known.turn_id !== link.turn_id) this.#contradicted = true;
    this.#subjects.set(subject, link);
    this.#relearned.add(subject);
  }
}

function rank(link: TurnLink): number {
  return link.how === "explicit" ? 0 : link.how === "derived" ? 1 : 2;
}

/** Turn that a user message starts: its id is `user-<turn id>`; older servers announce it by an upsert only. */
function startedTurn(event: FoldEvent): string | undefined {
  if (event.dialect !== "sem" || (event.type !== "chat.message" && event.type !== "timeline.upsert"))
    return undefined;
  return userMessage.exec(event.event_id ?? "")?.[1];
}

/** The message or tool call that an event is about, without the suffixes of derived entities. */
export function subjectOf(event: FoldEvent): string | undefined {
  const id = event.event_id ?? (event.dialect === "log" ? messageOfLog(event) : undefined);
  if (id === undefined || id === "") return undefined;
  return event.dialect === "sem" || event.dialect === "log" ? subjectOfEntity(id) : id;
}

/** `m:thinking`, `m:2`, `m:2:status` belong to message m; `t:result` and `t:custom` to tool call t. */
export function subjectOfEntity(entity_id: string): string {
  return entity_id.replace(/:(thinking|result|custom|status|\d+(:\w+)?)$/, "");
}

function messageOfLog(event: FoldEvent): string | undefined {
  const data = asObject(event.data);
  const fields = asObject(data?.["kv"]) ?? data;
  return asText(fields?.["message_id"]) ?? asText(fields?.["event_id"]);
}

/** Title that a conversation has as long as nobody gave it one: its first user text on one line. */
export function titleOf(prompt: string): string | undefined {
  const line = oneLine(prompt, 120);
  return line === "" ? undefined : line;
}
