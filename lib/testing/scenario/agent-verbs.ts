import { createTwoFilesPatch } from "diff";
import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import { now, type Verb } from "./verb";

export const agentVerbs: Readonly<Record<string, Verb>> = {
  mode: {
    usage: 'mode FROM TO ["rationale"]',
    doc: "The agent switches its mode; a frame says so.",
    steps: (args) => {
      const [from, to] = [args.word("the mode before"), args.word("the mode after")];
      const analysis = args.optionalText();
      return now((c) => {
        const id = `agentmode-${c.turn?.turn_id ?? c.options.conv_id}-${c.newId("d")}`;
        const data: JsonObject = analysis === undefined ? { from, to } : { analysis, from, to };
        c.frames([{ type: "agent.mode", id, data: { data, id, title: "agentmode: mode switched" } }]);
      });
    },
  },
  route: {
    usage: 'route FROM TO ["rationale"] [by=router] [metadata={...}]',
    doc: "A routing decision; no frame tells of it.",
    steps: (args) => {
      const [from_mode, to_mode] = [args.word("the route before"), args.word("the route after")];
      const rationale = args.optionalText();
      const [decided_by, metadata] = [args.option("by") ?? "router", args.jsonOption("metadata")];
      return now((c) => {
        const decision = { decision_id: c.newId("d"), kind: "routing", from_mode, to_mode };
        c.record("agent.mode", "mode_decisions", { ...decision, rationale, decided_by, metadata });
      });
    },
  },
  middleware: {
    usage: 'middleware NAME [took=2ms] [version=1.0.0] [position=0] [changed=["block id"]] [error="..."]',
    doc: "A step of the middleware chain around the next or running call.",
    steps: (args) => {
      const [name, middleware_version] = [args.word("a name"), args.option("version")];
      const [duration_ms, position] = [args.duration("took") ?? 1, args.number("position") ?? 0];
      const [changed_blocks, error_text] = [args.jsonOption("changed"), args.option("error")];
      return now((c) => {
        const before_hash = c.random.hex(64);
        // A step that changes nothing leaves the hash as it was.
        const after_hash = changed_blocks === undefined ? before_hash : c.random.hex(64);
        const step = {
          step_id: c.newId("w"),
          name,
          middleware_version,
          position,
          started_at_ms: c.now,
          duration_ms,
        };
        const effect = { before_hash, after_hash, changed_blocks, error_text };
        const iteration = Math.max(1, c.turn?.iteration ?? 1);
        c.record("middleware.step", "middleware_steps", { ...step, ...effect, iteration });
      });
    },
  },
  transform: {
    usage: 'transform NAME before="..." after="..."',
    doc: "A prompt before and after a transform, with the difference between them.",
    steps: (args) => {
      const name = args.word("a name");
      const [before_text, after_text] = [args.option("before") ?? "", args.option("after") ?? ""];
      const diff = createTwoFilesPatch("before", "after", before_text, after_text);
      return now((c) => {
        const transform_id = c.newId("x");
        c.record("prompt.transform", "prompt_transforms", {
          transform_id,
          name,
          before_text,
          after_text,
          diff,
        });
      });
    },
  },
  guardrail: {
    usage: 'guardrail POLICY VERDICT ["subject"] [score=0.97] [action=...]',
    doc: "A decision of a guardrail or moderation policy.",
    steps: (args) => {
      const [policy, verdict] = [args.word("a policy"), args.word("a verdict")];
      const [subject, score] = [args.optionalText(), args.number("score")];
      const action = args.option("action");
      return now((c) => {
        const decision = { decision_id: c.newId("g"), policy, verdict, score, action, subject };
        c.record("guardrail.decision", "guardrail_decisions", decision);
      });
    },
  },
  plan: {
    usage: 'plan {"search":0.82,"answer":0.11} [chosen=search] ["rationale"]',
    doc: "A planner weighs candidates with their confidence; the first is chosen unless another is named.",
    steps: (args) => {
      const candidates = Object.entries(asObject(args.json()) ?? {});
      if (candidates.length === 0) throw new SyntaxError("plan needs candidates as {name: confidence}");
      const chosenName = args.option("chosen") ?? candidates[0]?.[0];
      const rationale = args.optionalText();
      return now((c) => {
        const decision_id = c.newId("p");
        for (const [position, [candidate, confidence]] of candidates.entries()) {
          const chosen = candidate === chosenName;
          c.record("planner.candidate", "planner_candidates", {
            decision_id,
            position,
            candidate,
            confidence: Number(confidence),
            chosen,
            rationale: chosen ? rationale : undefined,
          });
        }
      });
    },
  },
};
