import { createProviderStreamDecoder } from "@/lib/ingest/provider-stream";
import type { LineDecoderFactory } from "@/lib/ingest/format";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import type { ServiceContext } from "@/lib/services/service-context";
import { decodeLines } from "./decode-sample";
import { temporaryStore } from "./temporary-store";

/** Time at which the recordings of these tests begin, epoch ms. */
export const recordedFrom = Date.parse("2026-11-24T10:00:00Z");

/** A store into which lines of several recorders are taken, as files of one conversation; the test closes it. */
export class LineRecorder {
  readonly #store = temporaryStore();
  /** An hour after the recording. */
  now = recordedFrom + 3_600_000;
  readonly #engine = this.openEngine();

  constructor(private readonly conv_id = "c") {}

  get context(): ServiceContext {
    return { store: this.#store.reader, now: () => this.now };
  }

  /** A writer that remembers nothing of what was taken in. */
  openEngine(): IngestEngine {
    return new IngestEngine(this.#store.writer, this.#store.folder, () => this.now);
  }

  /** Stores the lines of a file. Throws when one was not accepted. */
  take(
    create: LineDecoderFactory,
    lines: Uint8Array | readonly (string | object)[],
    name = "x.ndjson",
  ): void {
    const bytes = lines instanceof Uint8Array ? lines : Buffer.from(lines.map(textOf).join("\n"));
    const items = decodeLines(create, bytes, { name, conv_id: this.conv_id });
    const outcomes = this.#engine.commit(items.map((item) => ({ source: name, item, delivery: name })));
    const refused = outcomes.find(({ status }) => status !== "accepted");
    if (refused !== undefined) throw new Error(`line ${String(refused.line)} is ${refused.status}`);
  }

  /** The same for a provider's stream. */
  stream(lines: readonly (string | object)[], name?: string): void {
    this.take(createProviderStreamDecoder, lines, name);
  }

  settle(): void {
    this.#engine.settle(true);
  }

  rows(sql: string): unknown[] {
    return this.#store.reader.sqlite.prepare(sql).all();
  }

  /** Model calls by their start, everything settled. */
  calls(columns: string): unknown[] {
    this.settle();
    return this.rows(`SELECT ${columns} FROM model_calls ORDER BY started_at_ms, call_id`);
  }

  execute(sql: string): void {
    this.#store.writer.sqlite.exec(sql);
  }

  close(): void {
    this.#store.close();
  }
}

function textOf(line: string | object): string {
  return typeof line === "string" ? line : JSON.stringify(line);
}

/** A line of a recorder that notes times, `ms` after the start. */
export const recordedLine = (ms: number, event: string, data: object): object => ({
  ts: new Date(recordedFrom + ms).toISOString(),
  event,
  data,
});

export const openAiResponse = (id: string, more: object = {}): object => ({
  response: {
    id,
    model: "gpt-5-2025-08-07",
    created_at: recordedFrom / 1000,
    temperature: 1,
    error: null,
    ...more,
  },
});

/** An answer of OpenAI that thinks for a while and speaks, `from` ms after the start. */
export function openAiAnswer(id: string, from: number): object[] {
  const usage = {
    input_tokens: 100,
    output_tokens: 40,
    input_tokens_details: { cached_tokens: 64 },
    output_tokens_details: { reasoning_tokens: 30 },
  };
  return [
    recordedLine(from, "response.created", openAiResponse(id)),
    recordedLine(from + 300, "response.reasoning_summary_text.delta", { item_id: "rs", delta: "Hm" }),
    recordedLine(from + 700, "response.output_text.delta", { item_id: "m", output_index: 1, delta: "Good " }),
    recordedLine(from + 800, "response.output_text.delta", { item_id: "m", output_index: 1, delta: "day." }),
    recordedLine(from + 1_000, "response.completed", openAiResponse(id, { usage })),
  ];
}
