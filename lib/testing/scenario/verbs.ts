import { agentVerbs } from "./agent-verbs";
import { failureVerbs } from "./failure-verbs";
import { lifecycleVerbs } from "./lifecycle-verbs";
import { modelVerbs } from "./model-verbs";
import { storeVerbs } from "./store-verbs";
import { streamVerbs } from "./stream-verbs";
import { toolVerbs } from "./tool-verbs";
import { transportVerbs } from "./transport-verbs";
import { turnVerbs } from "./turn-verbs";
import type { Verb } from "./verb";

/** Every verb that may stand in a conversation. */
export const verbs: ReadonlyMap<string, Verb> = new Map(
  [
    turnVerbs,
    modelVerbs,
    toolVerbs,
    agentVerbs,
    transportVerbs,
    streamVerbs,
    storeVerbs,
    failureVerbs,
    lifecycleVerbs,
  ].flatMap((group) => Object.entries(group)),
);
