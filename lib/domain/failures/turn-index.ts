import type { RecordIn } from "../model";
import type { ConversationView } from "./conversation-view";

type Turn = RecordIn<"turns">;

/** Silence after which what has no end is over. */
export const silence_ms = 30_000;
/** Within this time after the last sign, a closed socket tells of the end of its server. */
const cutOff_ms = 10_000;
/** Log and frames are stamped by different steps: a line may be a little older than the turn it is about. */
const stampTolerance_ms = 50;

/** The turns of a conversation in order of time, and what can be asked about them. */
export class TurnIndex {
  readonly turns: readonly Turn[];
  readonly #byId = new Map<string, Turn>();
  readonly #byInference = new Map<string, Turn>();
  readonly #lastActivity = new Map<string, number>();
  #isUndecided = false;

  constructor(private readonly view: ConversationView) {
    this.turns = [...view.turns].sort((a, b) => (a.started_at_ms ?? 0) - (b.started_at_ms ?? 0));
    for (const turn of this.turns) {
      this.#byId.set(turn.turn_id, turn);
      for (const id of [turn.inference_id, turn.run_id])
        if (typeof id === "string") this.#byInference.set(id, turn);
      this.#note(turn.turn_id, turn.finished_at_ms ?? turn.started_at_ms);
    }
    for (const call of view.model_calls)
      this.#note(call.turn_id, call.occurred_at_ms ?? call.finished_at_ms ?? call.started_at_ms);
    for (const call of view.tool_calls) this.#note(call.turn_id, call.occurred_at_ms);
  }

  get(turn_id: string | null | undefined): Turn | undefined {
    return typeof turn_id === "string" ? this.#byId.get(turn_id) : undefined;
  }

  ofInference(inference_id: string | undefined): Turn | undefined {
    return inference_id === undefined ? undefined : this.#byInference.get(inference_id);
  }

  /** The turn that was under way at a time: the last one that had begun. */
  at(time: number | null | undefined): Turn | undefined {
    if (typeof time !== "number") return undefined;
    let found: Turn | undefined;
    for (const turn of this.turns) {
      if (typeof turn.started_at_ms !== "number" || turn.started_at_ms > time + stampTolerance_ms) continue;
      found = turn;
    }
    return found;
  }

  /** Whether something was asked that only time will tell: the same question may have another answer later. */
  get isUndecided(): boolean {
    return this.#isUndecided;
  }

  lastActivityOf(turn_id: string): number | undefined {
    return this.#lastActivity.get(turn_id);
  }

  /** Whether nothing more is to come of a turn, judged without a clock. */
  isOver(turn: Turn): boolean {
    const started = turn.started_at_ms ?? 0;
    if (this.turns.some((other) => (other.started_at_ms ?? 0) > started)) return true;
    return this.isSilentSince(this.#lastActivity.get(turn.turn_id) ?? started);
  }

  /** Whether 30 s of silence followed a time, or the server was gone right after it. */
  isSilentSince(time: number): boolean {
    const { newest_activity_ms } = this.view;
    if (typeof newest_activity_ms === "number" && newest_activity_ms - time > silence_ms) return true;
    if (this.wasCutOff(time)) return true;
    this.#isUndecided = true;
    return false;
  }

  /**
   * Whether every socket that was open then ended just after a time, and abnormally: a server that is gone
   * takes all its sockets with it and will not answer any more.
   */
  wasCutOff(time: number): boolean {
    const open = this.view.ws_sessions.filter(
      ({ connected_at_ms }) => typeof connected_at_ms !== "number" || connected_at_ms <= time,
    );
    const closes = open.map(({ disconnected_at_ms }) => disconnected_at_ms ?? Number.POSITIVE_INFINITY);
    if (closes.some((closed) => closed > time + cutOff_ms)) return false;
    return open.some(
      ({ close_code, disconnected_at_ms }) =>
        close_code === 1006 && (disconnected_at_ms ?? 0) >= time - 1_000,
    );
  }

  #note(turn_id: string | null | undefined, time: number | null | undefined): void {
    if (typeof turn_id !== "string" || typeof time !== "number") return;
    this.#lastActivity.set(turn_id, Math.max(this.#lastActivity.get(turn_id) ?? time, time));
  }
}
