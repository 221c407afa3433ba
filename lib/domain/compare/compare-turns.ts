import { alignSequences, type Aligned } from "./align-sequences";
import type { ComparedBlock, ComparedError, ComparedFact, ComparedTurn } from "./compared-turn";
import { wordLikeness, wordsOf } from "./text-likeness";

/** How the two sides of a pair stand to each other. */
export type PairState = "same" | "changed" | "only_a" | "only_b";

export interface Pair<T> extends Aligned<T> {
  readonly state: PairState;
}

/** One fact on both sides; its description is that of whichever side has it. */
export interface FactPair extends Omit<ComparedFact, "value"> {
  readonly a: string | number | null;
  readonly b: string | number | null;
  readonly state: PairState;
}

export interface TurnPair {
  readonly a: ComparedTurn | null;
  readonly b: ComparedTurn | null;
  readonly state: PairState;
  readonly blocks: readonly Pair<ComparedBlock>[];
  readonly facts: readonly FactPair[];
  readonly errors: readonly Pair<ComparedError>[];
}

/**
 * Compares two sequences of turns: one alignment of the turns, and inside of each pair one of their blocks.
 * Measures (usage, timing) never make a pair differ: they differ in every run. Pure; O(turns² + blocks² of a
 * pair), with equal heads and tails for nothing.
 */
export function compareTurns(a: readonly ComparedTurn[], b: readonly ComparedTurn[]): readonly TurnPair[] {
  const words = new Map([...a, ...b].map((turn) => [turn, wordsOf(turn.prompt)]));
  const likeness = (left: ComparedTurn, right: ComparedTurn): number => {
    if (left.prompt === right.prompt && left.prompt !== "") return 1;
    const [first, second] = [words.get(left), words.get(right)];
    // Turns of one place are worth comparing even where everything was said differently.
    return first === undefined || second === undefined ? 0 : 0.25 + 0.7 * wordLikeness(first, second);
  };
  return alignSequences(a, b, likeness).map(turnPair);
}

/** Places in which two sides differ, measures aside. */
export function countDifferences(pairs: readonly TurnPair[]): number {
  return pairs.reduce(
    (sum, { a, b, blocks, facts, errors }) =>
      sum +
      (a === null || b === null
        ? 1
        : [...blocks, ...errors, ...facts.filter(({ kind }) => kind === "setting")].filter(
            ({ state }) => state !== "same",
          ).length),
    0,
  );
}

function turnPair({ a, b }: Aligned<ComparedTurn>): TurnPair {
  const blocks = alignBlocks(a?.blocks ?? [], b?.blocks ?? []);
  const facts = pairFacts(a?.facts ?? [], b?.facts ?? []);
  const errors = alignSequences(a?.errors ?? [], b?.errors ?? [], errorLikeness).map((pair) =>
    stated(pair, (left, right) => left.code === right.code && left.message === right.message),
  );
  const differs = [...blocks, ...errors, ...facts.filter(({ kind }) => kind === "setting")].some(
    ({ state }) => state !== "same",
  );
  return {
    a,
    b,
    state: a === null ? "only_b" : b === null ? "only_a" : differs ? "changed" : "same",
    blocks,
    facts,
    errors,
  };
}

function alignBlocks(
  a: readonly ComparedBlock[],
  b: readonly ComparedBlock[],
): readonly Pair<ComparedBlock>[] {
  const words = new Map([...a, ...b].map((block) => [block, wordsOf(block.text)]));
  const likeness = (left: ComparedBlock, right: ComparedBlock): number => {
    if (left.kind !== right.kind || left.tool_name !== right.tool_name) return 0;
    if (isSameBlock(left, right)) return 1;
    const [first, second] = [words.get(left), words.get(right)];
    return first === undefined || second === undefined ? 0 : 0.25 + 0.7 * wordLikeness(first, second);
  };
  return alignSequences(a, b, likeness).map((pair) => stated(pair, isSameBlock));
}

function isSameBlock(left: ComparedBlock, right: ComparedBlock): boolean {
  return (
    left.kind === right.kind &&
    left.tool_name === right.tool_name &&
    left.text === right.text &&
    left.is_failed === right.is_failed
  );
}

function errorLikeness(left: ComparedError, right: ComparedError): number {
  if (left.code !== right.code) return 0;
  return left.message === right.message ? 1 : 0.5;
}

function stated<T>(pair: Aligned<T>, isSame: (a: T, b: T) => boolean): Pair<T> {
  const { a, b } = pair;
  if (a === null) return { ...pair, state: "only_b" };
  if (b === null) return { ...pair, state: "only_a" };
  return { ...pair, state: isSame(a, b) ? "same" : "changed" };
}

/** Facts by group and label, in the order of the first side, then what only the second has. */
function pairFacts(a: readonly ComparedFact[], b: readonly ComparedFact[]): readonly FactPair[] {
  const keyOf = ({ group, label }: ComparedFact): string => `${group} ${label}`;
  const right = new Map(b.map((fact) => [keyOf(fact), fact]));
  const left = new Map(a.map((fact) => [keyOf(fact), fact]));
  return [...a, ...b.filter((fact) => !left.has(keyOf(fact)))].map(({ value: _value, ...about }) => {
    const key = keyOf({ ...about, value: 0 });
    const [first, second] = [left.get(key)?.value ?? null, right.get(key)?.value ?? null];
    const state =
      first === null ? "only_b" : second === null ? "only_a" : first === second ? "same" : "changed";
    return { ...about, a: first, b: second, state };
  });
}
