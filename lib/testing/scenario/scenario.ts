import { Arguments } from "./arguments";
import { readConversationOptions } from "./conversation-options";
import { ConversationScript } from "./conversation-script";
import { SimulatedProcess } from "./processes";
import { Random } from "./random";
import { ScenarioError } from "./scenario-error";
import { SimulatedConversation } from "./simulated-conversation";
import { readStatement, type Statement } from "./tokens";

export interface ScenarioOptions {
  /** Time zero of the scenario, epoch ms; `start=` of a conversation counts from it. */
  readonly baseMs?: number;
  /** Changes ids, hashes and small latencies that the scenario does not write. */
  readonly seed?: string;
  /** Emitter of conversations that name none. */
  readonly source?: string;
  readonly ids?: "plain" | "uuid";
  /** Marks the conversations as parts of the demo recording. */
  readonly demo?: boolean;
}

/** 2026-02-18 22:22:50 UTC: time zero when none is given. */
const usualBaseMs = 1_771_453_370_000;

/**
 * Plays a scenario and gives the native ingest lines that the simulated runtime writes, in the order in
 * which they arrive. The language is described in `docs/scenario.md`. The same text and options give the
 * same lines. Throws ScenarioError with the line of the first mistake.
 */
export function scenarioLines(text: string, options: ScenarioOptions = {}): string[] {
  const lines: string[] = [];
  const player = new ScenarioPlayer(options, (line) => lines.push(line));
  for (const [index, written] of text.split("\n").entries()) player.add(written, index + 1);
  player.end();
  return lines;
}

class ScenarioPlayer {
  readonly #options: ScenarioOptions;
  readonly #baseMs: number;
  readonly #sink: (line: string) => void;
  #script: ConversationScript | undefined;
  #process: SimulatedProcess | undefined;

  constructor(options: ScenarioOptions, sink: (line: string) => void) {
    this.#options = options;
    this.#baseMs = options.baseMs ?? usualBaseMs;
    this.#sink = sink;
  }

  add(written: string, line: number): void {
    try {
      const statement = readStatement(written, line);
      if (statement !== undefined) this.#take(statement);
    } catch (error) {
      if (error instanceof SyntaxError) throw new ScenarioError(line, error.message);
      throw error;
    }
  }

  end(): void {
    this.#script?.end();
    this.#script = undefined;
    this.#process = undefined;
  }

  #take(statement: Statement): void {
    const args = new Arguments(statement);
    if (statement.verb === "conversation") {
      this.end();
      this.#script = new ConversationScript(this.#openConversation(args));
    } else if (statement.verb === "process") {
      this.end();
      this.#process = new SimulatedProcess(args, this.#baseMs, this.#source, this.#sink);
      args.refuseRest();
    } else if (this.#process !== undefined) {
      this.#process.now = this.#process.startedAtMs + (statement.atMs ?? 0);
      this.#process.run(statement.verb, args);
      args.refuseRest();
    } else if (this.#script !== undefined) {
      this.#script.add(statement);
    } else {
      throw new SyntaxError(`${statement.verb} stands in no conversation`);
    }
  }

  #openConversation(args: Arguments): SimulatedConversation {
    const { ids = "plain", demo = false, seed = "scenario" } = this.#options;
    const options = readConversationOptions(args, { source: this.#source, ids, demo });
    args.refuseRest();
    const random = new Random(`${seed}/${options.conv_id}`);
    return new SimulatedConversation(options, random, this.#baseMs, this.#sink);
  }

  get #source(): string {
    return this.#options.source ?? "scenario";
  }
}
