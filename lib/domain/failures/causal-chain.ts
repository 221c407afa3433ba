import type { FailureSign } from "./failure-sign";
import { linkBetween, type SignLink } from "./sign-links";

/** A sign in the chain of another one, and the link that puts it there. */
export interface ChainStep {
  readonly sign: FailureSign;
  readonly link: SignLink;
  /** Key of the sign on the other side of the link: the later one of a cause, the earlier one of a consequence. */
  readonly other: string;
}

export interface CausalChain {
  /** What led to the focus, in order of time. */
  readonly before: readonly ChainStep[];
  /** What followed from it, in order of time. */
  readonly after: readonly ChainStep[];
  /** Steps that did not fit, per direction. */
  readonly left_out: { readonly before: number; readonly after: number };
}

/** Steps shown per direction: more is no explanation. */
const stepLimit = 12;

/**
 * What led to a failure and what followed from it, among the signs of its conversation. Every sign is joined
 * to those before it by the surest links there are; the chain is what can be reached over them, and each step
 * says by which link. An inferred link is only followed where nothing surer explains a sign. Pure; O(n²).
 */
export function causalChain(signs: readonly FailureSign[], focusKey: string): CausalChain {
  const ordered = [...signs].sort(inOrder);
  const focus = ordered.findIndex(({ key }) => key === focusKey);
  if (focus < 0) return { before: [], after: [], left_out: { before: 0, after: 0 } };
  const links = ordered.map((effect, at) => surestLinks(ordered.slice(0, at), effect));
  const before = new Map<number, ChainStep>();
  const reachedBack = [focus];
  // The list grows while it is walked.
  for (const at of reachedBack) {
    const effect = ordered[at];
    if (effect === undefined) continue;
    for (const { cause, link } of links[at] ?? []) {
      const sign = ordered[cause];
      if (sign === undefined || before.has(cause)) continue;
      before.set(cause, { sign, link, other: effect.key });
      reachedBack.push(cause);
    }
  }
  const after = new Map<number, ChainStep>();
  for (let at = focus + 1; at < ordered.length; at += 1) {
    const from = (links[at] ?? []).find(({ cause }) => cause === focus || after.has(cause));
    const [sign, cause] = [ordered[at], from === undefined ? undefined : ordered[from.cause]];
    if (from !== undefined && sign !== undefined && cause !== undefined)
      after.set(at, { sign, link: from.link, other: cause.key });
  }
  const steps = (found: Map<number, ChainStep>) =>
    [...found].sort(([a], [b]) => a - b).map(([, step]) => step);
  const [all, rest] = [steps(before), steps(after)];
  return {
    // The nearest ones explain most.
    before: all.slice(-stepLimit),
    after: rest.slice(0, stepLimit),
    left_out: {
      before: Math.max(0, all.length - stepLimit),
      after: Math.max(0, rest.length - stepLimit),
    },
  };
}

/** The links from earlier signs to one, nearest first; by order alone only where nothing ties it firmly. */
function surestLinks(
  earlier: readonly FailureSign[],
  effect: FailureSign,
): readonly { readonly cause: number; readonly link: SignLink }[] {
  if (effect.kind === "dependency") return [];
  const found = earlier.flatMap((sign, cause) => {
    const link = linkBetween(sign, effect);
    return link === undefined ? [] : [{ cause, link }];
  });
  const outages = found.filter(({ cause }) => earlier[cause]?.kind === "dependency");
  const firm = found.filter((each) => each.link.isOrderOnly !== true && !outages.includes(each));
  // Of what only stood before, the nearest, in the same turn first: what stands before that is reached through it.
  const byOrder = found.filter(({ link }) => link.isOrderOnly === true);
  const nearest = byOrder.findLast(({ link }) => link.how === "derived") ?? byOrder.at(-1);
  const weak = nearest === undefined ? [] : [nearest];
  return [...(firm.length > 0 ? firm.reverse() : weak), ...outages];
}

/** Layers from the ground up: of what happened in the same millisecond the lower one comes first. */
const layers = ["runtime", "storage", "provider", "tool", "transport", "validation", "projection"];

function inOrder(a: FailureSign, b: FailureSign): number {
  return (
    (a.at_ms ?? Number.POSITIVE_INFINITY) - (b.at_ms ?? Number.POSITIVE_INFINITY) ||
    layerOf(a) - layerOf(b) ||
    (a.key < b.key ? -1 : 1)
  );
}

function layerOf({ kind, code }: FailureSign): number {
  if (kind === "dependency") return -1;
  const layer = layers.indexOf(kind === "retry" ? "provider" : (code.split(".")[0] ?? ""));
  return layer < 0 ? layers.indexOf("transport") : layer;
}
