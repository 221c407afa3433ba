import type { Envelope } from "@/lib/domain/envelope";
import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { conversationFor } from "./conversation-of-file";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { Occurrences } from "./occurrences";
import { chunkOf, readProviderLine } from "./provider-chunk";
import { runFileOf } from "./run-folder";
import { contentKey, fileStream, undecodableEnvelope } from "./undecodable";

/** Stream of a model provider: recorded events, chunks without prefix, or server-sent events as text. */
export const createProviderStreamDecoder: LineDecoderFactory = (context) =>
  new ProviderStreamDecoder(context);

/**
 * Every line is an event of the answer that the stream is in: most chunks do not name it, the one that began it did.
 */
class ProviderStreamDecoder implements LineDecoder {
  private readonly seen = new Occurrences();
  private answer: string | undefined;
  /** Calls of the runtime whose answers the file holds in this order, and how many of its answers have begun. */
  private readonly calls: readonly string[];
  private answers = 0;
  private call: string | undefined;

  constructor(private readonly context: DecodeContext) {
    const file = runFileOf(context.name);
    this.calls = (file?.kind === "raw" ? context.folder?.run?.calls.get(file.turn_index) : undefined) ?? [];
  }

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const said = readProviderLine(bytes);
    switch (said.kind) {
      case "fault":
        return [undecodableEnvelope(this.context, { line, bytes, fault: said.fault }, this.seen)];
      case "field":
        return [this.envelope(bytes, line, `sse_${said.name === "" ? "comment" : said.name}`, undefined)];
      case "done":
        return [this.envelope(bytes, line, "done", undefined)];
      case "chunk":
        this.begin(answerOf(chunkOf(said.chunk)));
        return [this.envelope(bytes, line, nameOf(said.chunk), said.chunk)];
    }
  }

  private begin(answer: string | undefined): void {
    if (answer === undefined || answer === this.answer) return;
    this.answer = answer;
    this.call = this.calls[this.answers];
    this.answers += 1;
  }

  private envelope(bytes: Uint8Array, line: number, name: string, chunk: JsonObject | undefined): Envelope {
    const { conv_id, origin } = conversationFor(this.context, {
      ids: [this.answer, chunk === undefined ? undefined : itemOf(chunkOf(chunk))],
    });
    const key = contentKey(bytes);
    const occurred = Date.parse(asText(chunk?.["ts"]) ?? "");
    return {
      kind: "envelope",
      line,
      bytes,
      class: "event",
      dialect: "provider",
      type: `provider.${name}`,
      stream: fileStream(this.context),
      identity: `${key}|${String(this.seen.next(key))}`,
      event_id: this.call ?? this.answer,
      conv_id,
      regime: "none",
      occurred_at_ms: Number.isNaN(occurred) ? undefined : occurred,
      source_path: this.context.source_path,
      decode_status: "ok",
      data: chunk === undefined ? undefined : chunkOf(chunk),
      records: [],
      key_origins: {
        conv_id: origin,
        ...(this.call === undefined
          ? {}
          : { event_id: { how: "derived", rule: "events of the same turn of the run" } }),
      },
    };
  }
}

/** Event of a recorded line, type of a chunk, or kind of object. */
function nameOf(line: JsonObject): string {
  const chunk = chunkOf(line);
  const named = asText(line["event"]) ?? asText(chunk["type"]) ?? asText(chunk["object"]);
  if (named !== undefined) return named;
  if ("candidates" in chunk) return "generate_content";
  return "error" in chunk ? "error" : "chunk";
}

/** Id of the answer that a chunk begins or names: a response, a message, a completion. */
function answerOf(chunk: JsonObject): string | undefined {
  return (
    asText(asObject(chunk["response"])?.["id"]) ??
    asText(asObject(chunk["message"])?.["id"]) ??
    asText(chunk["responseId"]) ??
    asText(chunk["id"])
  );
}

/** Part of an answer that a chunk is about. */
function itemOf(chunk: JsonObject): string | undefined {
  return asText(chunk["item_id"]) ?? asText(asObject(chunk["item"])?.["id"]);
}
