import type { FailureSign } from "./failure-sign";

/** How one sign is known to lead to another. */
export interface SignLink {
  readonly how: "explicit" | "derived" | "inferred";
  /** The id that both name, the rule that holds, or the time between them; read by people. */
  readonly rule: string;
  /** Nothing but their order says it; what ties a sign by more goes before. */
  readonly isOrderOnly?: true;
}

/** What happens this long after something that went wrong may have to do with it. */
const reach_ms = 10_000;

type Rule = (cause: FailureSign, effect: FailureSign) => SignLink | undefined;

/** Rules in the order in which they are tried: what explains most comes first. */
const rules: readonly Rule[] = [
  socketBeforeGap,
  gapBeforeSymptom,
  sameId("tool_call_id", "tool call"),
  sameId("model_call_id", "model call"),
  sameId("request_id", "request"),
  sameId("entity_id", "entity"),
  sameEnvelope,
  sameId("run_id", "run"),
  sameTurn,
  outage,
  nearInTime,
];

/** The link from a sign to a later one; undefined where nothing ties them. */
export function linkBetween(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  for (const rule of rules) {
    const link = rule(cause, effect);
    if (link !== undefined) return link;
  }
  return undefined;
}

/** Frames that a closed socket could not carry are missing between the envelopes on both sides of its end. */
function socketBeforeGap(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  const { since_ms, at_ms } = effect;
  if (!isSocketEnd(cause) || !isGap(effect) || cause.at_ms === null || at_ms === null) return undefined;
  if (since_ms === undefined || since_ms === null || cause.at_ms < since_ms || cause.at_ms > at_ms)
    return undefined;
  return { how: "derived", rule: "the socket ended between the envelopes on both sides of the gap" };
}

/** A projected state that lacks what a gap took begins to differ at the envelope after the gap. */
function gapBeforeSymptom(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  if (!isGap(cause) || !effect.code.startsWith("projection.") || effect.ordinal === null) return undefined;
  if (cause.ordinal !== effect.ordinal) return undefined;
  return { how: "derived", rule: "its state differs from the envelope after the gap on" };
}

function sameId(
  field: "tool_call_id" | "model_call_id" | "request_id" | "entity_id" | "run_id",
  noun: string,
): Rule {
  return (cause, effect) => {
    const id = effect[field];
    if (typeof id !== "string" || id === "" || cause[field] !== id) return undefined;
    return { how: "explicit", rule: `both name the ${noun}` };
  };
}

function sameEnvelope(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  if (effect.ordinal === null || cause.ordinal !== effect.ordinal) return undefined;
  return { how: "explicit", rule: "both are shown by one envelope" };
}

function sameTurn(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  if (typeof effect.turn_id !== "string" || cause.turn_id !== effect.turn_id) return undefined;
  const isAtOnce = cause.at_ms === effect.at_ms;
  return {
    how: "derived",
    rule: isAtOnce ? "at the same time in the same turn" : "earlier in the same turn",
    isOrderOnly: true,
  };
}

/** Layers that fail when a dependency is not there. */
const dependent = /^(storage|transport|runtime)\./;

/** A dependency that was down at the time: which of the failures it caused nobody recorded. */
function outage(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  if (cause.kind !== "dependency" || cause.at_ms === null || effect.at_ms === null) return undefined;
  const concerns = cause.code === "provider" ? /^provider\./ : dependent;
  if (!concerns.test(effect.code)) return undefined;
  const until = cause.until_ms ?? Number.POSITIVE_INFINITY;
  return effect.at_ms <= until ? { how: "inferred", rule: "not up at the time" } : undefined;
}

function nearInTime(cause: FailureSign, effect: FailureSign): SignLink | undefined {
  if (cause.kind === "dependency" || cause.at_ms === null || effect.at_ms === null) return undefined;
  const apart = effect.at_ms - cause.at_ms;
  if (apart < 0 || apart > reach_ms) return undefined;
  return { how: "inferred", rule: `${(apart / 1000).toFixed(1)} s earlier`, isOrderOnly: true };
}

function isSocketEnd({ kind, code }: FailureSign): boolean {
  return kind === "socket" || code === "transport.ws_closed" || code === "transport.ws_backpressure";
}

function isGap({ kind, code }: FailureSign): boolean {
  return code === "transport.frame_gap" || (kind === "anomaly" && code === "gap");
}
