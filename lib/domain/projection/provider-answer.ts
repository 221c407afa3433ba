import type { CallFacts } from "./call-facts";
import type { FoldEvent } from "./fold-event";
import type { ProviderUsage } from "./provider-usage";
import type { ToolCalls } from "./tool-calls";

/** A tool call that an answer asks for; its arguments come in pieces. */
interface Asked {
  readonly id: string;
  readonly name: string | undefined;
  arguments: string;
}

/** Characters of an answer that are kept: as many as are shown of it. */
const keptText = 600;

/** One answer of a provider, as its chunks tell it: facts of the model call, and the tools that it asks for. */
export class ProviderAnswer {
  /** By the place that pieces of arguments name: index of an output item, a block, a call. */
  readonly #asked = new Map<string, Asked>();

  constructor(
    readonly facts: CallFacts,
    private readonly tools: ToolCalls,
  ) {}

  /** Ids of the tool calls that it asks for. */
  get toolCalls(): readonly string[] {
    return [...this.#asked.values()].map(({ id }) => id);
  }

  /**
   * The answer began. Its clock starts with its first byte, since when the request left is not in the stream: how long
   * that took to come is not known.
   */
  begin(at_ms: number | undefined): void {
    this.facts.started_at_ms ??= at_ms;
    this.facts.last_at_ms ??= at_ms;
  }

  think(event: FoldEvent): void {
    this.facts.token(event, "thinking");
  }

  say(event: FoldEvent, piece: string | undefined): void {
    this.facts.token(event, "content");
    this.facts.text = `${this.facts.text ?? ""}${piece ?? ""}`.slice(0, keptText);
  }

  count(said: ProviderUsage | undefined): void {
    if (said === undefined) return;
    const { usage } = this.facts;
    // A stream that counts as it goes leaves out at its end what it said at its beginning.
    this.facts.usage = {
      input_tokens: said.usage.input_tokens ?? usage?.input_tokens,
      output_tokens: said.usage.output_tokens ?? usage?.output_tokens,
      cache_read_tokens: said.usage.cache_read_tokens ?? usage?.cache_read_tokens,
      cache_write_tokens: said.usage.cache_write_tokens ?? usage?.cache_write_tokens,
    };
    this.facts.reasoning_tokens = said.reasoning_tokens ?? this.facts.reasoning_tokens;
  }

  /** A tool is asked for; the id of the model call stands with it once the answer is placed. */
  ask(event: FoldEvent, place: string, id: string | undefined, name: string | undefined): void {
    if (id === undefined || this.#asked.has(place)) return;
    this.#asked.set(place, { id, name, arguments: "" });
    this.tools.requested(id, event, { tool_name: name });
  }

  /** A piece of the arguments of the call at a place. */
  argue(place: string, piece: string | undefined): void {
    const asked = this.#asked.get(place);
    if (asked !== undefined) asked.arguments += piece ?? "";
  }

  /** The arguments are whole: as given, else as their pieces make up. */
  argued(event: FoldEvent, place: string, whole?: string): void {
    const asked = this.#asked.get(place);
    if (asked === undefined) return;
    const input = whole ?? asked.arguments;
    this.tools.requested(asked.id, event, { tool_name: asked.name, input: input === "" ? "{}" : input });
  }

  /** All that was asked for is whole, in protocols that do not say it of each. */
  argueAll(event: FoldEvent): void {
    for (const place of this.#asked.keys()) this.argued(event, place);
  }

  fail(event: FoldEvent, message: string | undefined): void {
    this.facts.error_message = message ?? this.facts.error_message;
    this.facts.finish_class = "error";
    this.facts.finish(event, "failed");
  }

  /** The answer is whole. `reason` is the provider's word for why it ended. */
  end(event: FoldEvent, reason: string | undefined): void {
    if (this.facts.status === "failed") return;
    this.facts.finish_reason = reason ?? this.facts.finish_reason;
    this.facts.finish_class = finishClassOf(reason, this.#asked.size > 0);
    this.facts.finish(event, "succeeded");
  }
}

/** What the providers' words for an end mean. */
function finishClassOf(reason: string | undefined, asksForTools: boolean): string {
  switch (reason?.toLowerCase()) {
    case "length":
    case "max_tokens":
    case "max_output_tokens":
    case "model_context_window_exceeded":
      return "max_tokens";
    case "tool_calls":
    case "tool_use":
    case "function_call":
      return "tool_calls_pending";
    default:
      return asksForTools ? "tool_calls_pending" : "completed";
  }
}
