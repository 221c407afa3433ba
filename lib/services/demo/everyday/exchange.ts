import type { JsonValue } from "@/lib/domain/model/field";

/** A prompt and what the runtime made of it, when nothing goes wrong. */
export interface Exchange {
  readonly prompt: string;
  readonly answer: string;
  readonly thinking?: string;
  /** Tool calls, each in an iteration of its own before the answer. */
  readonly tools?: readonly {
    readonly name: string;
    readonly args: JsonValue;
    readonly result: JsonValue;
  }[];
}

/** One kind of work, with conversations about it. */
export interface Topic {
  readonly slug: string;
  readonly profile: string;
  readonly runtime: "webchat" | "agent" | "desk";
  readonly conversations: readonly (readonly Exchange[])[];
}
