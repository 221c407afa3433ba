import { bool, content, epochMs, int, json, label, ms, real, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";

/** One step of the middleware chain around an inference. */
export const middlewareSteps = recordSet({
  name: "middleware_steps",
  domain: 7,
  doc: "A middleware at its place in the chain of one inference.",
  sources:
    "native middleware.step; lines of a detailed server log (name, start, time); geppetto.middleware@v1 of blocks gives name and changed blocks only",
  key: ["conv_id", "step_id"],
  fields: {
    conv_id: required(text("Conversation")),
    step_id: required(text("Identity of the step")),
    position: int("0-based place in the chain, outermost first"),
    name: label("Name of the middleware"),
    middleware_version: label("Version of the middleware"),
    started_at_ms: epochMs("Start"),
    duration_ms: ms("Own time"),
    before_hash: text("Snapshot hash before"),
    after_hash: text("Snapshot hash after"),
    changed_blocks: json("Ids of blocks that it added, changed or removed", { sensitivity: "structural" }),
    iteration: int("1-based tool-loop iteration"),
    error_text: content("Error of the step"),
    ...keysAndClocks,
  },
});

/** Mode switches and routing decisions. */
export const modeDecisions = recordSet({
  name: "mode_decisions",
  domain: 7,
  doc: "A switch of agent mode or a routing decision.",
  sources: "agent.mode frames, ChatAgentMode* events, agent-mode-switch events, native agent.mode",
  key: ["conv_id", "decision_id"],
  fields: {
    conv_id: required(text("Conversation")),
    decision_id: required(text("Identity of the decision")),
    kind: label("mode or routing"),
    from_mode: label("Mode or route before"),
    to_mode: label("Mode or route after"),
    rationale: content("Why"),
    metadata: json("What else the source said"),
    decided_by: label("Model, rule or person that decided"),
    ...keysAndClocks,
  },
});

/** Changes to the prompt before it was sent. */
export const promptTransforms = recordSet({
  name: "prompt_transforms",
  domain: 7,
  doc: "A prompt before and after a transform.",
  sources: "native prompt.transform; difference of pre_inference and post_inference snapshots",
  key: ["conv_id", "transform_id"],
  fields: {
    conv_id: required(text("Conversation")),
    transform_id: required(text("Identity of the transform")),
    name: label("Middleware or rule that did it"),
    before_text: content("Prompt before"),
    after_text: content("Prompt after"),
    diff: content("Unified difference"),
    ...keysAndClocks,
  },
});

/** Guardrail and moderation decisions. */
export const guardrailDecisions = recordSet({
  name: "guardrail_decisions",
  domain: 7,
  doc: "A decision of a guardrail or moderation policy.",
  sources: "native guardrail.decision",
  key: ["conv_id", "decision_id"],
  fields: {
    conv_id: required(text("Conversation")),
    decision_id: required(text("Identity of the decision")),
    policy: label("Policy"),
    verdict: label("pass, flag, block, ..."),
    score: real("Score that led to the verdict"),
    action: label("What was done"),
    subject: content("What was judged"),
    ...keysAndClocks,
  },
});

/** Candidates that a planner or router weighed. */
export const plannerCandidates = recordSet({
  name: "planner_candidates",
  domain: 7,
  doc: "One candidate of a planner or router decision.",
  sources: "native planner.decision",
  key: ["conv_id", "decision_id", "position"],
  fields: {
    conv_id: required(text("Conversation")),
    decision_id: required(text("Decision")),
    position: required(int("Place in the list")),
    candidate: label("Branch"),
    confidence: real("Confidence from 0 to 1"),
    chosen: bool("Whether this branch was taken"),
    rationale: content("Why"),
    ...keysAndClocks,
  },
});
