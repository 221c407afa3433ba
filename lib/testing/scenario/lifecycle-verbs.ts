import { conversationStatuses } from "@/lib/domain/model/conversation";
import type { SimulatedConversation } from "./simulated-conversation";
import { tellStoredEntities } from "./store-verbs";
import { endTurn } from "./turns";
import { now, type Verb } from "./verb";

export const lifecycleVerbs: Readonly<Record<string, Verb>> = {
  wait: {
    usage: "wait 2m",
    doc: "Nothing happens for a while.",
    steps: (args) => [{ afterMs: args.durationWord("a duration"), run: () => undefined }],
  },
  session: {
    usage: "session [ID]",
    doc: "A new session of the runtime begins, e.g. after eviction.",
    steps: (args) => {
      const id = args.optionalWord();
      return now((c) => {
        c.session_id = id ?? c.newId("s");
      });
    },
  },
  status: {
    usage: `status ${conversationStatuses.join("|")}`,
    doc: "Lifecycle state; the last one holds.",
    steps: (args) => {
      const word = args.word("a status");
      const status = conversationStatuses.find((value) => value === word);
      if (status === undefined)
        throw new SyntaxError(`${word} is none of ${conversationStatuses.join(", ")}`);
      return now((c) => {
        c.status = status;
        const closed_at_ms = status === "closed" ? c.now : undefined;
        const evicted_at_ms = status === "evicted" ? c.now : undefined;
        const live = { stream_running: status === "active", websocket_count: c.socket === undefined ? 0 : 1 };
        const row = { status, last_activity_ms: c.now, closed_at_ms, evicted_at_ms, ...live };
        const active_request_key = status === "active" ? c.turn?.idempotency_key : undefined;
        c.record("conversation.updated", "conversations", { ...row, active_request_key });
      });
    },
  },
  queue: {
    usage: "queue DEPTH [buffered=0]",
    doc: "Prompts that wait, and frames in the runtime's buffer.",
    steps: (args) => {
      const [queue_depth, buffered_event_count] = [
        Number(args.word("a depth")),
        args.number("buffered") ?? 0,
      ];
      return now((c) => {
        c.queueHighWater = Math.max(c.queueHighWater, queue_depth);
        const row = { queue_depth, queue_high_water: c.queueHighWater, buffered_event_count };
        c.record("conversation.updated", "conversations", row);
      });
    },
  },
};

/** What the runtime says of a conversation when it opens it. */
export function openConversation(c: SimulatedConversation): void {
  const { title, runtime_key, runtime_fingerprint, profile_slug, profile_version, demo } = c.options;
  c.record("conversation.updated", "conversations", {
    title,
    runtime_key,
    runtime_fingerprint,
    profile_slug,
    profile_version,
    created_at_ms: c.now,
    last_activity_ms: c.now,
    is_demo: demo ? true : undefined,
  });
}

/** Ends the recording of a conversation: what is still held back, the last turn, the store, the last state. */
export function closeConversation(c: SimulatedConversation): void {
  endTurn(c);
  c.channel.flush();
  tellStoredEntities(c);
  const status = c.status ?? "idle";
  const websocket_high_water = c.channel.frames > 0 ? 1 : 0;
  c.record("conversation.updated", "conversations", {
    status,
    last_activity_ms: c.now,
    websocket_high_water,
  });
}
