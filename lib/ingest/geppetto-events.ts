import type { Envelope } from "@/lib/domain/envelope";
import { conversationFor, idOfMessage } from "./conversation-of-file";
import { runStemOf } from "./file-names";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { readGeppettoEvent, type GeppettoEvent } from "./geppetto-event";
import { Occurrences } from "./occurrences";
import { readJson } from "./read-json";
import { contentKey, undecodableEnvelope } from "./undecodable";

/** Events of the inference engine, one a line: bare, or as the fixture runner writes them. */
export const createGeppettoDecoder: LineDecoderFactory = (context) => new GeppettoDecoder(context);

/** The lines name no conversation and have no ids of their own: content and count identify them. */
class GeppettoDecoder implements LineDecoder {
  private readonly seen = new Occurrences();

  constructor(private readonly context: DecodeContext) {}

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const reading = readJson(bytes);
    const event = reading.ok ? readGeppettoEvent(reading.value) : undefined;
    if (event === undefined) {
      const fault = reading.ok ? "no event type at /type" : reading.fault;
      return [undecodableEnvelope(this.context, { line, bytes, fault }, this.seen)];
    }
    const { conv_id, origin } = conversationFor(this.context, {
      ids: [event.session_id, idOfMessage(event.event_id ?? ""), event.run_id, runStemOf(this.context.name)],
      own: ownConversation(event),
    });
    const key = `${event.type}|${event.event_id ?? ""}|${contentKey(bytes)}`;
    return [
      {
        kind: "envelope",
        line,
        bytes,
        class: "event",
        dialect: "geppetto",
        ...event,
        stream: conv_id,
        identity: `${key}|${String(this.seen.next(key))}`,
        conv_id,
        regime: "none",
        source_path: this.context.source_path,
        decode_status: "ok",
        records: [],
        key_origins: { conv_id: origin },
      },
    ];
  }
}

/** Without a conversation, a session or a run stands for it. */
function ownConversation(event: GeppettoEvent): ReturnType<typeof conversationFor> | undefined {
  if (event.session_id !== undefined) {
    return { conv_id: event.session_id, origin: { how: "derived", rule: "session of the event" } };
  }
  if (event.run_id === undefined) return undefined;
  return { conv_id: event.run_id, origin: { how: "derived", rule: "run of the event" } };
}
