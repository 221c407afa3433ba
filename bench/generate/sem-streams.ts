import type { JsonObject } from "@/lib/domain/json/json-access";
import { Random } from "@/lib/testing/scenario/random";
import { RuntimeStore } from "@/lib/testing/scenario/runtime-store";
import { semEnvelope, type SemFrame } from "@/lib/testing/scenario/sem-envelope";
import { SeqClock } from "@/lib/testing/scenario/seq-clock";
import { Prose, type Language } from "./words";

export interface SemStreamOptions {
  readonly conv_id: string;
  readonly seed: string;
  /** Deltas of the whole stream, reasoning included. */
  readonly deltas: number;
  /** Part of the deltas that is reasoning; 0.3 unless given. */
  readonly reasoning?: number;
  /** Tool calls before the answer; 0 unless given. */
  readonly tools?: number;
  readonly model?: string;
  readonly startMs?: number;
  readonly regime?: "time" | "counter";
  /** What stream this is of several in its conversation; 0 unless given. */
  readonly part?: number;
  readonly language?: Language;
  /** How many usual deltas are sent as one, with the pauses between them; 1 unless given. */
  readonly glued?: number;
}

/** One frame of a generated stream with the time at which it was sent, epoch ms. */
export interface GeneratedFrame {
  readonly atMs: number;
  readonly type: string;
  readonly id: string;
  readonly envelope: string;
}

const usualStartMs = 1_771_453_370_000;

/**
 * One prompt and its answer as SEM frames, in the shape of a real recording (issue HC-53): deltas of about
 * five characters some 15 ms apart with slower stretches, whole text so far in each, metadata on each,
 * upserts at most every 250 ms, time-derived seq. Bytes grow with the square of `deltas`: 1,000 give about
 * 4 MB, 8,000 about 200 MB. One frame is in memory at a time.
 */
export function* semStream(options: SemStreamOptions): Generator<GeneratedFrame> {
  const stream = new Streaming(options);
  const { deltas, reasoning = 0.3, tools = 0, part = 0 } = options;
  if (part === 0) yield stream.hello();
  yield* stream.event("chat.message", `user-${stream.random.uuid()}`, {
    content: stream.prose.sentence(),
    role: "user",
    schemaVersion: 1,
  });
  for (let call = 0; call < tools; call += 1) yield* toolIteration(stream);
  const id = stream.random.uuid();
  yield* stream.event("llm.start", id, { id, role: "assistant" }, stream.metadata);
  const thoughts = Math.round(deltas * reasoning);
  if (thoughts > 0) yield* thinking(stream, `${id}:thinking`, thoughts);
  yield* streamedText(stream, "llm.delta", id, deltas - thoughts);
  const usage = { inputTokens: stream.random.int(200, 9000), outputTokens: deltas };
  const ended = { durationMs: String(deltas * 16), ...stream.metadata, stopReason: "stop", usage };
  yield* stream.event("llm.final", id, { id, text: stream.text }, ended);
}

function* thinking(stream: Streaming, id: string, deltas: number): Generator<GeneratedFrame> {
  yield* stream.event("llm.thinking.start", id, { id, role: "thinking" }, stream.metadata);
  yield* streamedText(stream, "llm.thinking.delta", id, deltas);
  yield* stream.event("llm.thinking.final", id, { id });
  stream.pause(180);
}

/** A model call that asks for one tool and says nothing, and the tool. */
function* toolIteration(stream: Streaming): Generator<GeneratedFrame> {
  const { random, prose } = stream;
  const [message, id] = [random.uuid(), `call_${random.hex(24)}`];
  yield* stream.event("llm.start", message, { id: message, role: "assistant" }, stream.metadata);
  stream.pause(300);
  const input = { q: prose.sentence(), top: random.int(3, 20) };
  const name = random.pick(toolNames);
  yield* stream.event("tool.start", id, { id, input, name });
  const ended = { durationMs: "320", ...stream.metadata, stopReason: "tool_calls" };
  yield* stream.event("llm.final", message, { id: message }, ended);
  yield* stream.event("tool.delta", id, { id, patch: { exec: true, input } });
  stream.pause(random.int(20, 900));
  const result = JSON.stringify({ hits: Array.from({ length: 4 }, () => prose.sentence()) });
  yield* stream.eventPair(["tool.result", { id, result }], ["tool.done", { id }], id);
}

const toolNames = [
  "search_docs",
  "sql_query",
  "read_file",
  "calc",
  "order_status",
  "get_weather",
  "run_tests",
  "send_email",
];

function* streamedText(
  stream: Streaming,
  type: string,
  id: string,
  deltas: number,
): Generator<GeneratedFrame> {
  stream.text = "";
  for (let sent = 0; sent < deltas; sent += 1) {
    const delta = stream.nextDelta();
    stream.text += delta;
    stream.pause(stream.nextPause());
    yield* stream.event(type, id, { cumulative: stream.text, delta, id }, stream.metadata);
  }
}

/** Clock, numbering and text of one generated stream. */
class Streaming {
  readonly random: Random;
  readonly prose: Prose;
  readonly metadata: JsonObject;
  text = "";
  #atMs: number;
  #pending = "";
  readonly #clock: SeqClock;
  readonly #store = new RuntimeStore();
  readonly #conv_id: string;
  readonly #glued: number;

  constructor(options: SemStreamOptions) {
    const { conv_id, seed, model = "gpt-5", startMs = usualStartMs, regime = "time" } = options;
    const { part = 0, language, glued = 1 } = options;
    const own = part === 0 ? `${seed}/${conv_id}` : `${seed}/${conv_id}/${String(part)}`;
    this.random = new Random(own);
    this.prose = new Prose(own, language);
    this.#glued = glued;
    this.metadata = { maxTokens: 4096, model, temperature: 0.7, topP: 1 };
    this.#conv_id = conv_id;
    this.#atMs = startMs;
    this.#clock = new SeqClock(regime);
  }

  pause(ms: number): void {
    this.#atMs += ms;
  }

  /** 5 to 30 ms; one in twelve takes up to 70, as when a provider stutters. */
  nextPause(): number {
    return this.#glued * (this.random.chance(1 / 12) ? this.random.int(30, 70) : this.random.int(5, 21));
  }

  /** One to fourteen characters, five on average, never only white space. */
  nextDelta(): string {
    const size = this.#glued * Math.max(1, Math.min(14, Math.round(1.5 + 9 * this.random.next() ** 1.4)));
    while (this.#pending.length < size + 2)
      this.#pending += `${this.prose.sentence()}${this.prose.separator()}`;
    const blank = this.#pending.slice(0, size).trim() === "";
    const delta = this.#pending.slice(0, blank ? size + 2 : size);
    this.#pending = this.#pending.slice(delta.length);
    return delta;
  }

  hello(): GeneratedFrame {
    const data = { convId: this.#conv_id, runtimeKey: "default", serverTime: String(this.#atMs) };
    return this.#print({ type: "ws.hello", id: `ws.hello:${this.#conv_id}:${String(this.#atMs)}`, data });
  }

  event(type: string, id: string, data: JsonObject, metadata?: JsonObject): Generator<GeneratedFrame> {
    return this.#numbered([{ type, id, data, metadata }]);
  }

  /** Two frames of one source event: they share their number. */
  eventPair(first: readonly [string, JsonObject], second: readonly [string, JsonObject], id: string) {
    return this.#numbered([first, second].map(([type, data]) => ({ type, id, data })));
  }

  *#numbered(frames: readonly Omit<SemFrame, "seq">[]): Generator<GeneratedFrame> {
    const seq = this.#clock.next(this.#atMs);
    for (const unnumbered of frames) {
      const frame = { ...unnumbered, seq };
      yield this.#print(frame);
      const written = this.#store.apply(frame, this.#atMs);
      if (written === undefined) continue;
      const { id, kind, props, createdAtMs, updatedAtMs } = written;
      const times = { createdAtMs: String(createdAtMs), updatedAtMs: String(updatedAtMs) };
      const data = { convId: this.#conv_id, version: String(seq), entity: { id, kind, ...times, props } };
      yield this.#print({ type: "timeline.upsert", id, data, seq });
    }
  }

  #print(frame: SemFrame): GeneratedFrame {
    return { atMs: this.#atMs, type: frame.type, id: frame.id, envelope: semEnvelope(frame) };
  }
}
