import { errorClasses } from "@/lib/domain/model/error";
import { LinePrinter, type LineKeys } from "@/lib/testing/scenario/native-line";
import { Random } from "@/lib/testing/scenario/random";
import { models, runtimes, slugs, statuses } from "./mixed-load";
import { semStream } from "./sem-streams";
import { wideLanguage } from "./words";

export interface ScaleLoadOptions {
  readonly conversations: number;
  /** Lines of one more conversation, `scale-long`, that goes on for weeks; 0 for none. */
  readonly long_lines: number;
}

/** The conversation with `long_lines` lines. */
export const longConversation = "scale-long";

/** The first conversation begins in February 2026, and one every fifty seconds: a hundred thousand take two months. */
const startMs = 1_771_453_370_000;
const betweenMs = 50_000;
/** Conversations that stream at one time. */
const live = 16;
/** Deltas of one answer of the long conversation: with what belongs to them some 450 lines a turn. */
const longDeltas = 400;

/**
 * Native lines of a store as it is after two busy months: many conversations of about 40 lines that stream side
 * by side, then the long one. Each has a prompt, an answer of a few hundred characters in deltas of some forty, tools, and now
 * and then a failure. Words come by Zipf's law from 60,000.
 */
export function* scaleLoad({ conversations, long_lines }: ScaleLoadOptions): Generator<string> {
  const random = new Random("scale");
  const streams: Generator<string>[] = [];
  let begun = 0;
  let ended = 0;
  while (ended < conversations) {
    const slot = random.int(0, live - 1);
    const running = streams[slot]?.next();
    if (running?.done === false) {
      yield running.value;
      continue;
    }
    if (running !== undefined) {
      ended += 1;
      streams.splice(slot, 1);
    }
    if (begun < conversations) streams.push(conversation((begun += 1)));
  }
  yield* longLines(long_lines);
}

function* conversation(number: number): Generator<string> {
  const conv_id = `scale-${String(number).padStart(6, "0")}`;
  const random = new Random(conv_id);
  const begunMs = startMs + number * betweenMs;
  const printer = new LinePrinter(`scale/${random.pick(runtimes)}`, conv_id);
  const keys = { conv_id, session_id: random.uuid() };
  const said = { runtime_key: random.pick(runtimes), profile_slug: `profile-${String(random.int(1, 12))}` };
  yield printer.record("conversation.updated", "conversations", begunMs, keys, {
    ...said,
    created_at_ms: begunMs,
  });
  const lastMs = yield* turn(printer, keys, {
    part: 0,
    startMs: begunMs,
    deltas: random.int(6, 22),
    glued: 8,
    tools: random.int(0, 2),
    model: random.pick(models),
  });
  if (random.chance(0.05)) {
    const error_class = random.pick(errorClasses);
    yield printer.record("error", "errors", lastMs, keys, {
      error_id: `${conv_id}-e`,
      error_class,
      error_code: `${error_class}.${slugs[error_class]}`,
      raw_message: `failed after ${String(random.int(1, 90_000))} ms at ${random.hex(12)}`,
    });
  }
  yield printer.record("conversation.updated", "conversations", lastMs, keys, {
    status: random.pick(statuses),
    last_activity_ms: lastMs,
  });
}

function* longLines(lines: number): Generator<string> {
  const printer = new LinePrinter("scale/agent", longConversation);
  const keys = { conv_id: longConversation };
  let [part, given, atMs] = [0, 0, startMs];
  while (given < lines) {
    const shape = { part, startMs: atMs, deltas: longDeltas, glued: 1, tools: part % 3, model: "gpt-5" };
    const running = turn(printer, keys, shape);
    for (let next = running.next(); given < lines; next = running.next()) {
      if (next.done === true) {
        atMs = next.value + 60_000;
        break;
      }
      given += 1;
      yield next.value;
    }
    part += 1;
  }
}

interface TurnShape {
  readonly part: number;
  readonly startMs: number;
  readonly deltas: number;
  readonly glued: number;
  readonly tools: number;
  readonly model: string;
}

/** Lines of one turn. Gives the time of the last. */
function* turn(printer: LinePrinter, keys: LineKeys & { conv_id: string }, shape: TurnShape) {
  const turn_id = `${keys.conv_id}-t${String(shape.part)}`;
  let lastMs = shape.startMs;
  for (const frame of semStream({ conv_id: keys.conv_id, seed: "scale", language: wideLanguage, ...shape })) {
    lastMs = frame.atMs;
    yield printer.envelope(printer.nextId(), frame.atMs, { ...keys, turn_id }, frame.envelope);
  }
  return lastMs;
}
