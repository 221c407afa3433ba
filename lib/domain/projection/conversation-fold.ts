import type { KeyOrigin } from "../envelope";
import type { RecordChange } from "../model";
import { AgentModes } from "./agent-modes";
import { ConversationFacts } from "./conversation-facts";
import { EntityTable } from "./entity-table";
import type { FoldEvent } from "./fold-event";
import { GeppettoCalls } from "./geppetto-calls";
import { LogCalls } from "./log-calls";
import { ModelCalls } from "./model-calls";
import { ProjectionFindings } from "./projection-findings";
import { ProviderCalls } from "./provider-calls";
import { SemCalls } from "./sem-calls";
import { SemTimeline } from "./sem-timeline";
import { SessionstreamCalls } from "./sessionstream-calls";
import { SessionstreamTimeline } from "./sessionstream-timeline";
import { StoredTimeline } from "./stored-timeline";
import { StreamPositions } from "./stream-positions";
import { ToolCalls } from "./tool-calls";
import { TurnTracker } from "./turn-tracker";

/**
 * Everything that follows from the events of one conversation taken together: timeline entities, model and
 * tool calls, mode decisions, turns and conversation facts. A pure fold: no clock, no storage; the state
 * after folding a set of events in the order of `orderForReplay` does not depend on how they were batched.
 *
 * Feed events as they arrive, `drain` after each batch. When `isOutOfOrder` says that an event belonged
 * before one already folded, make a new fold from the whole log, in replay order, and drain that.
 */
export class ConversationFold {
  readonly #turns: TurnTracker;
  readonly #facts: ConversationFacts;
  readonly #projected: EntityTable;
  readonly #stored: EntityTable;
  readonly #calls: ModelCalls;
  readonly #tools: ToolCalls;
  readonly #modes: AgentModes;
  readonly #semTimeline: SemTimeline;
  readonly #storedTimeline: StoredTimeline;
  readonly #semCalls: SemCalls;
  readonly #backendTimeline: SessionstreamTimeline;
  readonly #backendCalls: SessionstreamCalls;
  readonly #engineCalls: GeppettoCalls;
  readonly #providerCalls: ProviderCalls;
  readonly #loggedCalls: LogCalls;
  readonly #merged: string[] = [];
  readonly #findings: ProjectionFindings;
  readonly #positions = new StreamPositions();
  #late = false;
  #events = 0;

  constructor(readonly conv_id: string) {
    this.#turns = new TurnTracker(conv_id);
    this.#facts = new ConversationFacts(conv_id);
    this.#projected = new EntityTable(conv_id, "projected", this.#turns);
    this.#stored = new EntityTable(conv_id, "stored", this.#turns);
    this.#calls = new ModelCalls(conv_id, this.#turns);
    this.#tools = new ToolCalls(conv_id, this.#turns);
    this.#modes = new AgentModes(conv_id);
    this.#findings = new ProjectionFindings(conv_id);
    this.#semTimeline = new SemTimeline(this.#projected, this.#findings);
    this.#storedTimeline = new StoredTimeline(this.#stored);
    this.#semCalls = new SemCalls(this.#calls, this.#tools);
    this.#backendTimeline = new SessionstreamTimeline(this.#projected, this.#findings);
    this.#backendCalls = new SessionstreamCalls(this.#calls, this.#tools, this.#turns);
    this.#engineCalls = new GeppettoCalls(this.#calls, this.#tools);
    this.#loggedCalls = new LogCalls(this.#calls);
    this.#providerCalls = new ProviderCalls(this.#calls, this.#tools);
  }

  /** Whether the state differs from a replay of the same events. */
  get isOutOfOrder(): boolean {
    return this.#late || this.#turns.isContradicted;
  }

  /** Events that were given to it: a measure of the memory that it takes. */
  get events(): number {
    return this.#events;
  }

  /** Folds one event in. Costs what the event says, not what was folded before. */
  apply(event: FoldEvent): void {
    this.#events += 1;
    const judged = this.#positions.judge(event);
    if (judged === "repeated") return;
    if (judged === "late") this.#late = true;
    const turn = this.#turns.observe(event);
    this.#facts.apply(event);
    const keys = { turn_id: turn?.turn_id, session_id: event.session_id, run_id: event.run_id };
    switch (event.dialect) {
      case "sem":
        this.#semTimeline.apply(event, keys);
        this.#storedTimeline.apply(event, keys);
        this.#semCalls.apply(event);
        this.#modes.apply(event, turn?.turn_id);
        break;
      case "sessionstream":
        this.#backendCalls.apply(event);
        this.#backendTimeline.apply(event, keys);
        this.#storedTimeline.apply(event, keys);
        this.#modes.apply(event, turn?.turn_id);
        break;
      case "geppetto":
        this.#engineCalls.apply(event);
        this.#modes.apply(event, turn?.turn_id);
        break;
      case "provider":
        this.#providerCalls.apply(event);
        break;
      case "log":
        this.#loggedCalls.apply(event);
        break;
      default:
        // States are read for keys and times only.
        break;
    }
  }

  /** The turn of an event by all that was folded so far, and how that is known. */
  turnOf(event: FoldEvent): (KeyOrigin & { readonly turn_id: string }) | undefined {
    return this.#turns.turnOf(event);
  }

  /** Ids of model calls that turned out to be another's, up to the last drain: their records, if any, are no more. */
  takeMerged(): readonly string[] {
    return this.#merged.splice(0);
  }

  /** What changed since the last drain: at most one statement per record. */
  drain(): RecordChange[] {
    this.#merged.push(...this.#providerCalls.place());
    for (const subject of this.#turns.takeRelearned()) {
      this.#projected.touch(subject);
      this.#stored.touch(subject);
      this.#calls.changed(subject);
      this.#tools.changed(subject);
    }
    const holdings = {
      has_timeline: this.#projected.size + this.#stored.size > 0,
      has_model_calls: this.#calls.size > 0,
      has_tool_calls: this.#tools.size > 0,
    };
    return [
      ...this.#facts.drain(holdings),
      ...this.#projected.drain(),
      ...this.#stored.drain(),
      ...this.#calls.drain(),
      ...this.#tools.drain(),
      ...this.#modes.drain(),
      ...this.#turns.drain(),
      ...this.#findings.drain(),
    ];
  }
}
