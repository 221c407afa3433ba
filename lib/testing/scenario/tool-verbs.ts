import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { sideEffectKinds } from "@/lib/domain/model/tool-call";
import type { Arguments } from "./arguments";
import { toolsMayBeDone } from "./model-calls";
import type { RecordStatement } from "./native-line";
import type { SimulatedConversation } from "./simulated-conversation";
import type { SimulatedTool } from "./simulated-parts";
import { now, type Verb } from "./verb";

export const toolVerbs: Readonly<Record<string, Verb>> = {
  "tool.start": {
    usage:
      "tool.start NAME [args={...}] [as=LABEL] [timeout=60s] [approval=...] [version=...] [by=client|provider|frontend] [type=function]",
    doc: "The model asks for a tool. Later verbs mean the last one unless they say call=LABEL.",
    steps: (args) => {
      const name = args.word("the name of a tool");
      const input = args.jsonOption("args") ?? {};
      const label = args.option("as") ?? name;
      const row = {
        tool_type: args.option("type") ?? "function",
        tool_version: args.option("version"),
        executed_by: args.choice("by", ["client", "provider", "frontend"]) ?? "client",
        timeout_ms: args.duration("timeout"),
        approval: args.option("approval"),
      } as const;
      return now((c) => {
        requestTool(c, label, name, input, row);
      });
    },
  },
  "tool.run": {
    usage: "tool.run [call=LABEL]",
    doc: "The tool begins to run; without it, it begins when its result is there.",
    steps: (args) => {
      const label = args.option("call");
      return now((c) => {
        runTool(c, toolOf(c, label));
      });
    },
  },
  "tool.effect": {
    usage: `tool.effect ${sideEffectKinds.join("|")} ACTION "target" [call=LABEL]`,
    doc: "Something that the tool changed outside the conversation.",
    steps: (args) => {
      const word = args.word("a kind");
      const kind = sideEffectKinds.find((value) => value === word);
      if (kind === undefined) throw new SyntaxError(`${word} is none of ${sideEffectKinds.join(", ")}`);
      const [action, target, label] = [args.word("an action"), args.text("a target"), args.option("call")];
      return now((c) => {
        const tool = toolOf(c, label);
        const place = { tool_call_id: tool.tool_call_id, position: tool.effects };
        const row = { ...place, kind, action, target, occurred_at_ms: c.now };
        c.record("tool.side_effect", "tool_side_effects", row, c.childKeys(tool.span_id));
        tool.effects += 1;
      });
    },
  },
  "tool.result": {
    usage: 'tool.result {...}|"text" [call=LABEL] [kind=CUSTOM] [retries=0] [lose=yes]',
    doc: "The tool succeeds; result and end are two frames of one source event. lose=yes loses both writes to the timeline store.",
    steps: (args) => {
      const json = args.json();
      const result = json === undefined ? args.text("a result") : stringifyExact(json);
      const [label, customKind] = [args.option("call"), args.option("kind")];
      const [retry_count, losing] = [args.number("retries") ?? 0, args.flag("lose")];
      return now((c) => {
        const tool = toolOf(c, label);
        endFrames(c, tool, result, customKind, losing);
        endTool(c, tool, { status: "succeeded", result: json ?? result, retry_count });
        addUseBlock(c, tool, result, "");
      });
    },
  },
  "tool.fail": {
    usage:
      'tool.fail code=tool.timeout "message" [call=LABEL] [status=failed|timed_out] [retries=0] [stack="..."]',
    doc: "The tool fails: its result begins with Error:, and an error is stated. tool.timeout means timed_out.",
    steps: (args) => {
      const [code, message, label] = [
        args.option("code") ?? "tool.failed",
        args.text("a message"),
        args.option("call"),
      ];
      const [retry_count, stack] = [args.number("retries") ?? 0, args.option("stack")];
      const status =
        args.choice("status", ["failed", "timed_out"]) ?? (code === "tool.timeout" ? "timed_out" : "failed");
      return now((c) => {
        const tool = toolOf(c, label);
        endFrames(c, tool, `Error: ${message}`, undefined, false);
        endTool(c, tool, { status, error_code: code, error_text: message, retry_count });
        addUseBlock(c, tool, null, message);
        stateFailure(c, tool, code, message, stack);
        toolsMayBeDone(c);
      });
    },
  },
  "tool.unknown": {
    usage: "tool.unknown [call=LABEL]",
    doc: "No such tool: nothing follows the request on the wire; only the block of the turn says so.",
    steps: (args) => {
      const label = args.option("call");
      return now((c) => {
        const tool = toolOf(c, label);
        const message = `tool not found: ${tool.name}`;
        tool.running = false;
        stateTool(c, "tool.call.finished", tool, {
          status: "failed",
          error_code: "tool.not_found",
          error_text: message,
        });
        addUseBlock(c, tool, null, message);
        stateFailure(c, tool, "tool.not_found", message, undefined);
        toolsMayBeDone(c);
      });
    },
  },
  "tool.reject": {
    usage: 'tool.reject "reason" [by=user] [call=LABEL]',
    doc: "A person refuses the call; that is no failure of the tool.",
    steps: (args) => endWithout(args, "rejected"),
  },
  "tool.cancel": {
    usage: 'tool.cancel "reason" [call=LABEL]',
    doc: "The call is cancelled while it runs.",
    steps: (args) => endWithout(args, "cancelled"),
  },
  "tool.lost": {
    usage: "tool.lost [call=LABEL]",
    doc: "Nothing is ever heard of the call again.",
    steps: (args) => {
      const label = args.option("call");
      return now((c) => {
        toolOf(c, label).running = false;
      });
    },
  },
};

function requestTool(
  c: SimulatedConversation,
  label: string,
  name: string,
  input: JsonValue,
  row: RecordStatement<"tool_calls">,
): void {
  const tool: SimulatedTool = {
    tool_call_id: c.newId("call"),
    span_id: c.random.hex(16),
    name,
    input,
    requestedAtMs: c.now,
    startedAtMs: undefined,
    effects: 0,
    running: true,
  };
  // Set anew so that it is the last one, also when a label comes again.
  c.tools.delete(label);
  c.tools.set(label, tool);
  c.frames([{ type: "tool.start", id: tool.tool_call_id, data: { id: tool.tool_call_id, input, name } }]);
  const payload = { args: input, id: tool.tool_call_id, name };
  c.blocks.append({ id: tool.tool_call_id, kind: "tool_call", role: "", payload });
  stateTool(c, "tool.call.requested", tool, {
    ...row,
    tool_name: name,
    model_call_id: c.call?.call_id,
    arguments: input,
    arguments_raw: stringifyExact(input),
    status: "requested",
    requested_at_ms: c.now,
    iteration: c.turn?.iteration,
  });
}

function runTool(c: SimulatedConversation, tool: SimulatedTool): void {
  tool.startedAtMs = c.now;
  const patch = { exec: true, input: tool.input };
  c.frames([{ type: "tool.delta", id: tool.tool_call_id, data: { id: tool.tool_call_id, patch } }]);
  stateTool(c, "tool.call.started", tool, { status: "running", started_at_ms: c.now });
}

function endFrames(
  c: SimulatedConversation,
  tool: SimulatedTool,
  result: string,
  customKind: string | undefined,
  losing: boolean,
): void {
  if (tool.startedAtMs === undefined) runTool(c, tool);
  const id = tool.tool_call_id;
  const data: JsonObject = customKind === undefined ? { id, result } : { customKind, id, result };
  c.frames(
    [
      { type: "tool.result", id, data },
      { type: "tool.done", id, data: { id } },
    ],
    losing,
  );
}

function endTool(c: SimulatedConversation, tool: SimulatedTool, row: RecordStatement<"tool_calls">): void {
  tool.running = false;
  const started = tool.startedAtMs ?? c.now;
  stateTool(c, "tool.call.finished", tool, { ...row, finished_at_ms: c.now, duration_ms: c.now - started });
}

function endWithout(args: Arguments, status: "rejected" | "cancelled") {
  const [reason, label] = [args.text("a reason"), args.option("call")];
  const by = status === "rejected" ? (args.option("by") ?? "user") : undefined;
  return now((c) => {
    const tool = toolOf(c, label);
    const approval = by === undefined ? {} : { approval: `rejected by ${by}` };
    endTool(c, tool, { status, cancel_cause: reason, ...approval });
    // The model learns of it as a result: the tool itself did not fail.
    addUseBlock(c, tool, `Not executed: ${reason}`, "");
  });
}

function addUseBlock(
  c: SimulatedConversation,
  tool: SimulatedTool,
  result: string | null,
  error: string,
): void {
  const payload = { error, id: tool.tool_call_id, result };
  c.blocks.append({ id: c.newId("b"), kind: "tool_use", role: "", payload });
  if (error === "") toolsMayBeDone(c);
}

function stateFailure(
  c: SimulatedConversation,
  tool: SimulatedTool,
  error_code: string,
  raw_message: string,
  stack: string | undefined,
): void {
  const subject = { tool_call_id: tool.tool_call_id, tool_name: tool.name, model_call_id: c.call?.call_id };
  const row = { error_code, raw_message, stack, handled: true, severity: "error" } as const;
  c.error({ ...subject, ...row }, c.childKeys(tool.span_id));
}

function stateTool(
  c: SimulatedConversation,
  type: string,
  tool: SimulatedTool,
  row: RecordStatement<"tool_calls">,
): void {
  if (!c.options.calls) return;
  c.record(type, "tool_calls", { tool_call_id: tool.tool_call_id, ...row }, c.childKeys(tool.span_id));
}

/** The tool with a label, else the newest that is running. */
function toolOf(c: SimulatedConversation, label: string | undefined): SimulatedTool {
  const tool =
    label === undefined ? [...c.tools.values()].findLast(({ running }) => running) : c.tools.get(label);
  if (tool === undefined)
    throw new SyntaxError(label === undefined ? "no tool is running here" : `no tool ${label} here`);
  return tool;
}
