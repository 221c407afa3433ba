import type { Envelope } from "@/lib/domain/envelope";
import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { conversationFor } from "./conversation-of-file";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { Occurrences } from "./occurrences";
import { readJson, textOf } from "./read-json";
import { contentKey, fileStream, undecodableEnvelope } from "./undecodable";

/** Stream of a model provider: recorded events, chunks without prefix, or server-sent events as text. */
export const createProviderStreamDecoder: LineDecoderFactory = (context) =>
  new ProviderStreamDecoder(context);

/** Every line is a record beside the conversation; its content is kept for reading, not projected. */
class ProviderStreamDecoder implements LineDecoder {
  private readonly seen = new Occurrences();

  constructor(private readonly context: DecodeContext) {}

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const text = textOf(bytes);
    if (text === undefined)
      return [undecodableEnvelope(this.context, { line, bytes, fault: "not UTF-8" }, this.seen)];
    const field = /^(event|data|id|retry|):/.exec(text)?.[1];
    if (field !== undefined && field !== "data")
      return [this.envelope(bytes, line, `provider.sse_${field === "" ? "comment" : field}`, undefined)];
    const payload = field === undefined ? bytes : bytes.subarray("data:".length);
    if (field !== undefined && text.slice("data:".length).trim() === "[DONE]")
      return [this.envelope(bytes, line, "provider.done", undefined)];
    const reading = readJson(payload);
    const chunk = reading.ok ? asObject(reading.value) : undefined;
    if (chunk === undefined) {
      return [
        undecodableEnvelope(
          this.context,
          { line, bytes, fault: reading.ok ? "no object" : reading.fault },
          this.seen,
        ),
      ];
    }
    return [this.envelope(bytes, line, typeOf(chunk), chunk)];
  }

  private envelope(bytes: Uint8Array, line: number, type: string, chunk: JsonObject | undefined): Envelope {
    const event_id = idOf(chunk);
    const { conv_id, origin } = conversationFor(this.context, { ids: [event_id] });
    const key = contentKey(bytes);
    const occurred = Date.parse(asText(chunk?.["ts"]) ?? "");
    return {
      kind: "envelope",
      line,
      bytes,
      class: "record",
      dialect: "unknown",
      type,
      stream: fileStream(this.context),
      identity: `${key}|${String(this.seen.next(key))}`,
      event_id,
      conv_id,
      regime: "none",
      occurred_at_ms: Number.isNaN(occurred) ? undefined : occurred,
      source_path: this.context.source_path,
      decode_status: "ok",
      data: chunk,
      records: [],
      key_origins: { conv_id: origin },
    };
  }
}

/** Event of a recorded line, type of a chunk, or kind of object. */
function typeOf(chunk: JsonObject): string {
  return `provider.${asText(chunk["event"]) ?? asText(chunk["type"]) ?? asText(chunk["object"]) ?? "chunk"}`;
}

function idOf(chunk: JsonObject | undefined): string | undefined {
  const data = asObject(chunk?.["data"]) ?? chunk;
  return (
    asText(asObject(data?.["response"])?.["id"]) ??
    asText(asObject(data?.["message"])?.["id"]) ??
    asText(data?.["item_id"]) ??
    asText(data?.["id"])
  );
}
