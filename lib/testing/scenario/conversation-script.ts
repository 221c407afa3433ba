import { Arguments } from "./arguments";
import { closeConversation, openConversation } from "./lifecycle-verbs";
import { ScenarioError } from "./scenario-error";
import type { SimulatedConversation } from "./simulated-conversation";
import type { Statement } from "./tokens";
import { endTurn, startTurn } from "./turns";
import { verbs } from "./verbs";

/** Time between the end of one turn and the next prompt unless written, ms. */
const thinkTimeMs = 4000;

interface PlannedStep {
  readonly atMs: number;
  readonly line: number;
  readonly run: (c: SimulatedConversation) => void;
}

/**
 * Runs the statements of one conversation. They are cut into sections: a turn, or what stands between
 * turns. The steps of a section are put in order of time, so that a tool may start while deltas still
 * stream; steps of one time keep the order in which they are written.
 */
export class ConversationScript {
  readonly #conversation: SimulatedConversation;
  #steps: PlannedStep[] = [];
  #sectionStartMs: number;
  /** End of the statement before, at which one without a time happens. */
  #afterMs = 0;
  #turnIndent: number | undefined;

  constructor(conversation: SimulatedConversation) {
    this.#conversation = conversation;
    this.#sectionStartMs = conversation.now;
    openConversation(conversation);
  }

  add(statement: Statement): void {
    if (this.#turnIndent !== undefined && statement.indent <= this.#turnIndent) this.#endSection();
    if (statement.verb === "turn") this.#startTurn(statement);
    else this.#plan(statement);
  }

  end(): void {
    this.#endSection();
    closeConversation(this.#conversation);
  }

  #startTurn(statement: Statement): void {
    this.#endSection();
    const args = new Arguments(statement);
    const [id, prompt] = [args.word("an id"), args.text("the prompt")];
    const [pause, losing] = [args.duration("after"), args.choice("lose", ["prompt"])];
    args.refuseRest();
    const first = this.#conversation.now === this.#conversation.startedAtMs;
    this.#sectionStartMs = this.#conversation.now + (pause ?? (first ? 0 : thinkTimeMs));
    this.#turnIndent = statement.indent;
    const run = (c: SimulatedConversation) => {
      startTurn(c, id, prompt, losing === "prompt");
    };
    this.#steps.push({ atMs: this.#sectionStartMs, line: statement.line, run });
  }

  #plan(statement: Statement): void {
    const verb = verbs.get(statement.verb);
    if (verb === undefined) throw new ScenarioError(statement.line, `there is no verb ${statement.verb}`);
    const args = new Arguments(statement);
    const steps = verb.steps(args);
    args.refuseRest();
    const startMs = statement.atMs ?? this.#afterMs;
    for (const { afterMs, run } of steps) {
      this.#steps.push({ atMs: this.#sectionStartMs + startMs + afterMs, line: statement.line, run });
      this.#afterMs = startMs + afterMs;
    }
  }

  #endSection(): void {
    const c = this.#conversation;
    // The sort is stable: steps of one time keep the order of writing.
    for (const step of this.#steps.sort((a, b) => a.atMs - b.atMs)) {
      c.now = Math.max(c.now, step.atMs);
      this.#run(step);
    }
    this.#steps = [];
    if (this.#turnIndent !== undefined) endTurn(c);
    this.#turnIndent = undefined;
    this.#sectionStartMs = c.now;
    this.#afterMs = 0;
  }

  #run(step: PlannedStep): void {
    try {
      step.run(this.#conversation);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof RangeError) {
        throw new ScenarioError(step.line, error.message);
      }
      throw error;
    }
  }
}

export const turnUsage = 'turn ID "prompt" [after=4s] [lose=prompt]';
