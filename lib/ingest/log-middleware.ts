import { asText } from "@/lib/domain/json/json-access";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import type { LogKeys } from "./log-keys";
import type { LogLine } from "./log-line";

const stepLine = /^([\w.-]+): middleware (start|end)$/;

interface OpenStep {
  readonly step_id: string;
  readonly started_at_ms: number;
  /** Whether the model was asked while it was open. */
  wraps: boolean;
}

/** What was seen of the chain of one turn: it runs once for each iteration of the tool loop. */
interface Chain {
  iteration: number;
  /** Names that began in this iteration, in order. */
  names: string[];
  readonly open: Map<string, OpenStep>;
}

/** Turns whose chains are remembered; a log of more starts over. */
const chainLimit = 10_000;

/**
 * Steps of the middleware chain, from the lines in which a middleware says that it starts and ends: nothing else in the
 * runtime tells of them. One that wraps the call to the model has no time of its own that could be read from that.
 */
export class LogMiddleware {
  private readonly chains = new Map<string, Chain>();

  /** The steps that a line begins or ends. Lines that name no turn or no conversation tell of none. */
  take(line: LogLine, keys: LogKeys): readonly RecordChange[] {
    const { turn_id, conv_id } = keys;
    const at = line.occurred_at_ms;
    if (turn_id === undefined || conv_id === undefined || at === undefined) return [];
    const [, name, edge] = stepLine.exec(line.message) ?? [];
    if (name === undefined) {
      if (asText(line.fields["event_type"]) !== undefined)
        for (const step of this.chains.get(turn_id)?.open.values() ?? []) step.wraps = true;
      return [];
    }
    const exact = line.exact_at_ms ?? at;
    const row = edge === "start" ? this.start(name, turn_id, exact) : this.end(name, turn_id, exact);
    if (row === undefined) return [];
    const { session_id, run_id } = keys;
    return [
      {
        set: "middleware_steps",
        row: { ...row, name, conv_id, turn_id, session_id, run_id, occurred_at_ms: at },
      },
    ];
  }

  private start(name: string, turn_id: string, at: number): StepRow {
    const chain = this.chainOf(turn_id);
    if (chain.names.includes(name)) {
      chain.iteration += 1;
      chain.names = [];
    }
    const { iteration, names } = chain;
    const step_id = `log:${turn_id}:${String(iteration)}:${name}`;
    const position = names.push(name) - 1;
    chain.open.set(name, { step_id, started_at_ms: at, wraps: false });
    return { step_id, position, iteration, started_at_ms: Math.floor(at) };
  }

  private end(name: string, turn_id: string, at: number): StepRow | undefined {
    const open = this.chains.get(turn_id)?.open;
    const step = open?.get(name);
    if (step === undefined) return undefined;
    open?.delete(name);
    return {
      step_id: step.step_id,
      started_at_ms: Math.floor(step.started_at_ms),
      // A double of today holds ms to a few millionths; what is beyond microseconds is noise.
      duration_ms: step.wraps ? undefined : Math.round((at - step.started_at_ms) * 1_000) / 1_000,
    };
  }

  private chainOf(turn_id: string): Chain {
    let chain = this.chains.get(turn_id);
    if (chain === undefined) {
      if (this.chains.size >= chainLimit) this.chains.clear();
      chain = { iteration: 1, names: [], open: new Map() };
      this.chains.set(turn_id, chain);
    }
    return chain;
  }
}

type StepRow = Pick<
  RecordIn<"middleware_steps">,
  "step_id" | "position" | "iteration" | "started_at_ms" | "duration_ms"
>;
