import { errorClasses } from "@/lib/domain/model/error";
import { LinePrinter } from "@/lib/testing/scenario/native-line";
import { Random } from "@/lib/testing/scenario/random";
import { semStream } from "./sem-streams";

export interface MixedLoadOptions {
  readonly seed: string;
  /** Lines to give, all kinds together; the last conversations may be cut. */
  readonly lines: number;
  /**
   * Lengths of streams: `small` for many conversations of little text (10 M lines are about 9 GB), `real`
   * for the mix of a day, a few long answers among many short ones.
   */
  readonly lengths: "small" | "real";
  /** Conversations that stream at one time; 16 unless given. */
  readonly live?: number;
  readonly startMs?: number;
}

export const models = [
  "gpt-5",
  "gpt-5-mini",
  "claude-sonnet-4-5",
  "claude-haiku-4-5",
  "gemini-2.5-pro",
  "mistral-large-2",
];
export const runtimes = ["webchat", "agent", "desk"];
export const statuses = ["active", "idle", "closed", "evicted", "error"] as const;
export const slugs = {
  validation: "invalid_request",
  provider: "rate_limit",
  tool: "timeout",
  projection: "drift",
  storage: "database_locked",
  transport: "ws_closed",
  runtime: "loop_limit",
} as const;

/**
 * Native ingest lines of many conversations that stream side by side, as a runtime under load sends them.
 * Every conversation says what it is, streams a prompt and an answer with up to three tool calls, and one in
 * twenty states a failure. Holds one frame per live conversation in memory, however many lines are asked for.
 */
export function* mixedLoad(options: MixedLoadOptions): Generator<string> {
  const { seed, lines, live = 16, startMs = 1_771_453_370_000 } = options;
  const random = new Random(`${seed}/mixed`);
  const streams: Generator<string>[] = [];
  let begun = 0;
  for (let given = 0; given < lines; given += 1) {
    const slot = random.int(0, live - 1);
    const running = streams[slot]?.next();
    if (running !== undefined && running.done !== true) {
      yield running.value;
      continue;
    }
    begun += 1;
    const stream = conversation(options, begun, startMs + begun * 900);
    streams[slot] = stream;
    const first = stream.next();
    if (first.done !== true) yield first.value;
  }
}

function* conversation(options: MixedLoadOptions, number: number, startMs: number): Generator<string> {
  const conv_id = `load-${String(number).padStart(7, "0")}`;
  const random = new Random(`${options.seed}/${conv_id}`);
  const printer = new LinePrinter(`load/${random.pick(runtimes)}`, conv_id);
  const keys = { conv_id, session_id: random.uuid() };
  const said = { runtime_key: random.pick(runtimes), profile_slug: `profile-${String(random.int(1, 12))}` };
  yield printer.record("conversation.updated", "conversations", startMs, keys, {
    ...said,
    created_at_ms: startMs,
  });
  const shape = {
    deltas: streamLength(random, options.lengths),
    tools: random.int(0, 3),
    reasoning: random.chance(0.3) ? 0.4 : 0,
  };
  let lastMs = startMs;
  for (const frame of semStream({
    conv_id,
    seed: options.seed,
    model: random.pick(models),
    startMs,
    ...shape,
  })) {
    lastMs = frame.atMs;
    yield printer.envelope(printer.nextId(), frame.atMs, keys, frame.envelope);
  }
  if (random.chance(0.05)) {
    const error_class = random.pick(errorClasses);
    const error_code = `${error_class}.${slugs[error_class]}`;
    const raw_message = `failed after ${String(random.int(1, 90_000))} ms at ${random.hex(12)}`;
    yield printer.record("error", "errors", lastMs, keys, {
      error_id: `${conv_id}-e`,
      error_class,
      error_code,
      raw_message,
    });
  }
  const status = random.pick(statuses);
  yield printer.record("conversation.updated", "conversations", lastMs, keys, {
    status,
    last_activity_ms: lastMs,
  });
}

/** Deltas of one stream. */
function streamLength(random: Random, lengths: MixedLoadOptions["lengths"]): number {
  if (lengths === "small") return random.int(8, 60);
  const luck = random.next();
  if (luck < 0.7) return random.int(20, 160);
  if (luck < 0.93) return random.int(160, 600);
  if (luck < 0.99) return random.int(600, 1500);
  return random.int(1500, 4200);
}
