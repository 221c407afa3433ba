import type { Envelope, KeyOrigin } from "@/lib/domain/envelope";
import { asText, type JsonObject } from "@/lib/domain/json/json-access";
import { idOfMessage } from "./conversation-of-file";
import type { DecodeContext } from "./format";
import { nilId } from "./geppetto-event";

export type LogKeys = Pick<
  Envelope,
  | "conv_id"
  | "session_id"
  | "turn_id"
  | "run_id"
  | "request_id"
  | "event_id"
  | "trace_id"
  | "span_id"
  | "key_origins"
>;

/** Ids remembered per file; a log that names more starts over. */
const idLimit = 100_000;

/**
 * Correlation keys of log lines. A line often names a session, inference or turn without its conversation;
 * an earlier line named both, so the log itself ties them together.
 */
export class LogCorrelation {
  private readonly conversations = new Map<string, string>();

  constructor(private readonly context: DecodeContext) {}

  keysOf(fields: JsonObject, isProblem: boolean): LogKeys {
    const keys = {
      session_id: asText(fields["session_id"]),
      turn_id: asText(fields["turn_id"]),
      run_id: asText(fields["run_id"]) ?? asText(fields["inference_id"]),
      request_id: asText(fields["request_id"]) ?? asText(fields["idempotency_key"]),
      event_id: idIn(fields, "event_id") ?? idIn(fields, "message_id") ?? idIn(fields, "tool_call_id"),
      trace_id: asText(fields["trace_id"]),
      span_id: asText(fields["span_id"]),
    };
    const ids = [
      keys.session_id,
      keys.turn_id,
      asText(fields["inference_id"]),
      keys.run_id,
      keys.event_id === undefined ? undefined : idOfMessage(keys.event_id),
    ];
    const named = asText(fields["conv_id"]);
    const topic = named === undefined ? topicConversation(fields) : undefined;
    const { conv_id, origin } = this.conversation(named, topic, ids, isProblem);
    if (named !== undefined || topic !== undefined) this.learn(conv_id, ids);
    else if (origin?.how === "derived") this.learn(conv_id, ids);
    return { ...keys, conv_id, key_origins: origin === undefined ? undefined : { conv_id: origin } };
  }

  private learn(conv_id: string | undefined, ids: readonly (string | undefined)[]): void {
    if (conv_id === undefined) return;
    if (this.conversations.size > idLimit) this.conversations.clear();
    for (const id of ids) if (id !== undefined) this.conversations.set(id, conv_id);
  }

  private conversation(
    named: string | undefined,
    topic: string | undefined,
    ids: readonly (string | undefined)[],
    isProblem: boolean,
  ): { readonly conv_id?: string | undefined; readonly origin?: KeyOrigin | undefined } {
    if (named !== undefined) return { conv_id: named };
    if (topic !== undefined)
      return { conv_id: topic, origin: { how: "derived", rule: "topic chat:<conv_id>" } };
    const { conv_id, folder } = this.context;
    for (const id of ids) {
      const earlier = id === undefined ? undefined : this.conversations.get(id);
      if (earlier !== undefined)
        return {
          conv_id: earlier,
          origin: { how: "derived", rule: "id that an earlier line names with it" },
        };
    }
    for (const id of ids) {
      const hinted = id === undefined ? undefined : folder?.conversations.get(id);
      if (hinted !== undefined)
        return {
          conv_id: hinted,
          origin: { how: "derived", rule: "id that a file of the same folder names with it" },
        };
    }
    if (conv_id !== undefined) return { conv_id, origin: { how: "explicit", rule: "named for the import" } };
    // Lines about the server as a whole belong to no conversation; its problems do when there is only one.
    if (isProblem && folder?.only_conversation !== undefined) {
      return {
        conv_id: folder.only_conversation,
        origin: { how: "inferred", rule: "only conversation of the folder" },
      };
    }
    return {};
  }
}

/** An id that a line names; events that belong to no message carry the nil id, which ties nothing together. */
function idIn(fields: JsonObject, name: string): string | undefined {
  const id = asText(fields[name]);
  return id === nilId ? undefined : id;
}

/** Bus topics are `chat:<conv_id>`. */
function topicConversation(fields: JsonObject): string | undefined {
  const topic = asText(fields["topic"]) ?? asText(fields["stream"]);
  return topic?.startsWith("chat:") === true ? topic.slice("chat:".length) : undefined;
}
