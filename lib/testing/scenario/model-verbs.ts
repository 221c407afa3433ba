import type { Arguments } from "./arguments";
import { cutText } from "./cut-text";
import {
  callMetadata,
  failCall,
  finishCall,
  interruptCall,
  startCall,
  stateCall,
  streamText,
  type CallEnd,
} from "./model-calls";
import type { SimulatedConversation } from "./simulated-conversation";
import type { SimulatedCall } from "./simulated-parts";
import { now, type Step, type Verb } from "./verb";

/** Time between two deltas unless written, ms. */
const usualPace = 40;

export const modelVerbs: Readonly<Record<string, Verb>> = {
  "llm.start": {
    usage: "llm.start [model=...] [provider=...] [temperature=0.7]",
    doc: "Begins a model call and with it the next iteration of the tool loop; a pre_inference snapshot comes before it.",
    steps: (args) => {
      const [model, provider] = [args.option("model"), args.option("provider")];
      const temperature = args.number("temperature");
      return now((c) => {
        startCall(c, { model, provider, temperature });
      });
    },
  },
  "llm.thinking": {
    usage: 'llm.thinking "text" [xN] [every=40] [summary="..."]',
    doc: "Reasoning: start, N deltas, end, and the summary if one is written.",
    steps: (args) => {
      const [pieces, every] = [cutText(args.text("the reasoning"), args.times()), pace(args)];
      const summary = args.option("summary");
      const deltas = pieces.map((delta, index) => ({
        afterMs: index * every,
        run: (c: SimulatedConversation) => {
          streamThinking(c, delta);
        },
      }));
      const end = {
        afterMs: pieces.length * every,
        run: (c: SimulatedConversation) => endThinking(c, summary),
      };
      return [{ afterMs: 0, run: startThinking }, ...deltas, end];
    },
  },
  "llm.delta": {
    usage: 'llm.delta "text" [xN] [every=40]',
    doc: "Streams a piece of the answer in N deltas of uneven size; a short text is repeated until it gives N.",
    steps: (args) => {
      const [pieces, every] = [cutText(args.text("a text"), args.times()), pace(args)];
      return pieces.map((delta, index): Step => ({
        afterMs: index * every,
        run: (c) => {
          streamText(c, runningCall(c), delta);
        },
      }));
    },
  },
  "llm.final": {
    usage:
      'llm.final [in=812] [out=64] [cached=0] [reasoning=0] [finish=stop|tool_calls|length|none] [text="..."] [lose=yes] [bodies=yes]',
    doc: "Ends the call: usage, the answer's blocks, a post_inference snapshot. finish=none is a stream that was cut. lose=yes loses the write to the timeline store.",
    steps: (args) => {
      const end = readEnd(args);
      return now((c) => {
        finishCall(c, runningCall(c), end);
      });
    },
  },
  "llm.interrupt": {
    usage: "llm.interrupt",
    doc: "The call is cancelled: a final frame without metadata, no final snapshot.",
    steps: () =>
      now((c) => {
        interruptCall(c, runningCall(c));
      }),
  },
  "llm.fail": {
    usage: 'llm.fail CODE "message" [http=429] [retryable=yes]',
    doc: "The provider fails: no frame, a failed call, an error, and a turn without a final snapshot.",
    steps: (args) => {
      const [error_code, raw_message] = [args.word("a code"), args.text("a message")];
      const [http_status, retryable] = [args.number("http"), args.flag("retryable")];
      return now((c) => {
        failCall(c, runningCall(c), { error_code, raw_message, http_status, retryable, handled: false });
      });
    },
  },
  "llm.retry": {
    usage: "llm.retry [status=429] [cause=rate_limit] [backoff=1s]",
    doc: "The running call is tried again after a wait.",
    steps: (args) => {
      const status = args.option("status") ?? "429";
      const cause = args.option("cause") ?? "rate_limit";
      const backoff_ms = args.duration("backoff") ?? 1000;
      return now((c) => {
        const call = runningCall(c);
        call.retries += 1;
        call.backoffCause = cause;
        const row = { call_id: call.call_id, attempt: call.retries, status, cause, backoff_ms };
        c.record("provider.call.retried", "model_call_retries", { ...row, occurred_at_ms: c.now });
        stateCall(c, "provider.call.updated", call, { retry_count: call.retries, backoff_cause: cause });
      });
    },
  },
  "llm.reopen": {
    usage: 'llm.reopen "text"',
    doc: "A delta that comes after the end of its call.",
    steps: (args) => {
      const delta = args.text("a text");
      return now((c) => {
        const call = c.call;
        if (call === undefined) throw new SyntaxError("llm.reopen needs a call before it");
        streamText(c, call, delta);
      });
    },
  },
};

function pace(args: Arguments): number {
  return args.duration("every") ?? usualPace;
}

function readEnd(args: Arguments): CallEnd {
  return {
    input: args.number("in"),
    output: args.number("out"),
    cached: args.number("cached"),
    reasoning: args.number("reasoning"),
    finish: args.option("finish") ?? "stop",
    text: args.option("text"),
    losingWrites: args.flag("lose"),
    bodies: args.flag("bodies"),
  };
}

function runningCall(c: SimulatedConversation): SimulatedCall {
  if (c.call?.running !== true) throw new SyntaxError("no model call is running here");
  return c.call;
}

function startThinking(c: SimulatedConversation): void {
  const call = runningCall(c);
  const id = `${call.call_id}:thinking`;
  c.frames([
    { type: "llm.thinking.start", id, data: { id, role: "thinking" }, metadata: callMetadata(call) },
  ]);
}

function streamThinking(c: SimulatedConversation, delta: string): void {
  const call = runningCall(c);
  call.thinking += delta;
  call.firstTokenAtMs ??= c.now;
  const id = `${call.call_id}:thinking`;
  const data = { cumulative: call.thinking, delta, id };
  c.frames([{ type: "llm.thinking.delta", id, data, metadata: callMetadata(call) }]);
}

function endThinking(c: SimulatedConversation, summary: string | undefined): void {
  const call = runningCall(c);
  const id = `${call.call_id}:thinking`;
  c.frames([{ type: "llm.thinking.final", id, data: { id } }]);
  if (summary === undefined) return;
  const data = { id, text: summary };
  c.frames([{ type: "llm.thinking.summary", id, data, metadata: callMetadata(call) }]);
}
