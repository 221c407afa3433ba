import type { SeqRegime } from "@/lib/domain/model/event";
import type { Arguments } from "./arguments";

const storeModes = ["off", "on", "frames", "dump", "versions"] as const;

/** How a simulated conversation is set up; written behind `conversation` in a scenario. */
export interface ConversationOptions {
  readonly conv_id: string;
  readonly title: string | undefined;
  readonly runtime_key: string;
  readonly runtime_fingerprint: string | undefined;
  readonly profile_slug: string;
  readonly profile_version: string | undefined;
  readonly provider: string;
  readonly model: string;
  readonly source: string;
  /** Start after the base time of the recording, ms; negative for earlier. */
  readonly startMs: number;
  readonly regime: SeqRegime;
  /** Readable ids (`c1-m1`) or ids of the form that runtimes give. */
  readonly ids: "plain" | "uuid";
  /**
   * What is told of the runtime's timeline store: nothing; upsert frames and its last state; only one of
   * the two; or its last state with every write.
   */
  readonly store: (typeof storeModes)[number];
  readonly snapshots: boolean;
  /** Whether the runtime reports model and tool calls beside its frames. */
  readonly calls: boolean;
  /** Whether frames name their turn and run; the frames of real sockets do not. */
  readonly frameKeys: "socket" | "full";
  /** Whether frames carry the id of their bus entry. */
  readonly streamIds: boolean;
  readonly demo: boolean;
}

/** Defaults of a scenario for options that its conversations do not write. */
export interface ScenarioDefaults {
  readonly source: string;
  readonly ids: "plain" | "uuid";
  readonly demo: boolean;
}

export const conversationUsage =
  'conversation ID ["title"] [start=-2h] [runtime=default] [fingerprint=...] [profile=default] [version=...] ' +
  "[provider=openai] [model=gpt-5] [source=...] [seq=time|counter|none] [ids=plain|uuid] " +
  "[store=off|on|frames|dump|versions] [snapshots=on|off] [calls=on|off] [keys=socket|full] [streams=on|off]";

export function readConversationOptions(args: Arguments, defaults: ScenarioDefaults): ConversationOptions {
  return {
    conv_id: args.word("an id"),
    title: args.optionalText(),
    startMs: args.duration("start") ?? 0,
    runtime_key: args.option("runtime") ?? "default",
    runtime_fingerprint: args.option("fingerprint"),
    profile_slug: args.option("profile") ?? "default",
    profile_version: args.option("version"),
    provider: args.option("provider") ?? "openai",
    model: args.option("model") ?? "gpt-5",
    source: args.option("source") ?? defaults.source,
    regime: args.choice("seq", ["time", "counter", "none"]) ?? "time",
    ids: args.choice("ids", ["plain", "uuid"]) ?? defaults.ids,
    store: args.choice("store", storeModes) ?? "off",
    snapshots: args.choice("snapshots", ["on", "off"]) !== "off",
    calls: args.choice("calls", ["on", "off"]) !== "off",
    frameKeys: args.choice("keys", ["socket", "full"]) ?? "socket",
    streamIds: args.flag("streams"),
    demo: defaults.demo,
  };
}
