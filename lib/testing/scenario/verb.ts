import type { Arguments } from "./arguments";
import type { SimulatedConversation } from "./simulated-conversation";

/** Something that happens in a conversation `afterMs` after the time of its statement. */
export interface Step {
  readonly afterMs: number;
  readonly run: (conversation: SimulatedConversation) => void;
}

/** A verb of the scenario language. */
export interface Verb {
  /** How it is written; stands in the reference page. */
  readonly usage: string;
  readonly doc: string;
  /** Reads the arguments and gives the steps. Throws SyntaxError for wrong arguments. */
  readonly steps: (args: Arguments) => readonly Step[];
}

/** One step at the time of the statement. */
export function now(run: Step["run"]): readonly Step[] {
  return [{ afterMs: 0, run }];
}
