import type { RecordChange, RecordIn } from "../model";
import { groupBy } from "../group-by";
import { blockKey } from "./block-key";
import { isFrameworkText } from "./framework-text";
import { isAlike, lineageBlock } from "./lineage-block";
import { LineageState, type ToolPlace } from "./lineage-state";
import { matchBlocks, type BlockMatch, type LineageBlock } from "./match-blocks";
import { isLoopPhase } from "./snapshot-order";
import { knownTime, orderTurns, snapshotKey, type OrderedTurn, type Snapshot } from "./turn-order";

/** The turns of one conversation as their sources stated them, in any order. */
export interface StatedTurns {
  readonly conv_id: string;
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly Snapshot[];
}

/** What the snapshots that are arranged hold. */
export interface PlacedBlocks {
  readonly memberships: readonly RecordIn<"snapshot_blocks">[];
  /** Every block that the memberships name. */
  readonly blocks: readonly RecordIn<"blocks">[];
}

/** Snapshots from the first one on that have been arranged, and what was come to after them. */
export interface ArrangedPart {
  /** Keys in order, each with the session. */
  readonly snapshots: readonly string[];
  readonly state: LineageState;
  /** Blocks of the snapshots behind it, as they were counted. */
  readonly counted: readonly CountedBlock[];
}

type CountedBlock = Pick<RecordIn<"blocks">, "block_id" | "content_hash" | "kind"> & {
  readonly reuse_count: number;
};

export interface Arrangement {
  /** Only what differs from what was stated: arranging twice gives no changes. */
  readonly changes: readonly RecordChange[];
  /** First place of every tool block of the conversation, by `blockKey`. */
  readonly tools: ReadonlyMap<string, ToolPlace>;
  /** Where to go on from when more is stated. */
  readonly part: ArrangedPart | undefined;
}

/** Newest snapshots that are looked at again every time: a turn that runs goes on in them. */
const openSnapshots = 6;

/**
 * Puts the turns of a conversation in order and says where each block came from: what is new, carried over,
 * moved, edited, split or gone, against the snapshot before. The first snapshot of a turn is compared with
 * the last of the turn before it, as each prompt clones that turn; a new session starts with an empty
 * history.
 *
 * Every snapshot holds all that was said before, so the places of a conversation grow with its square. What was arranged
 * before is therefore not looked at again: `known` says what was come to, if the snapshots that it stands for are still
 * the first ones and nothing new was told of them. The result is the same as without it. Cost: linear in the places of
 * the open snapshots, and in the number of all snapshots.
 */
export class TurnArranger {
  readonly #turns: readonly OrderedTurn[];
  /** Keys of all snapshots in order, each with its session. */
  readonly #keys: readonly string[];
  #known: ArrangedPart | undefined;
  readonly #changes: RecordChange[] = [];
  #state = new LineageState();
  #blocks: ReadonlyMap<string, RecordIn<"blocks">> = new Map();
  #members: ReadonlyMap<string, readonly RecordIn<"snapshot_blocks">[]> = new Map();

  /** `isTouched` tells by `snapshotKey` of which snapshots more was told since `known`. */
  constructor(
    private readonly stated: StatedTurns,
    known?: ArrangedPart,
    isTouched: (key: string) => boolean = () => false,
  ) {
    this.#turns = orderTurns(stated.turns, stated.snapshots);
    this.#keys = this.#turns.flatMap(({ ordered, session_id }) =>
      ordered.map((snapshot) => `${snapshotKey(snapshot)}\n${session_id ?? ""}`),
    );
    const first = this.open.slice(0, known?.snapshots.length ?? 0);
    const holds =
      known?.snapshots.every((key, i) => key === this.#keys[i]) === true &&
      !first.some((snapshot) => isTouched(snapshotKey(snapshot)));
    this.#known = holds ? known : undefined;
  }

  /** Snapshots whose places and blocks `arrange` needs. */
  get open(): readonly Snapshot[] {
    return this.#turns.flatMap(({ ordered }) => ordered).slice(this.#from);
  }

  /** Whether blocks that are carried over are what they were taken for when they were arranged. */
  agreesWith(blocks: readonly RecordIn<"blocks">[]): boolean {
    const now = new Map(blocks.map((block) => [blockKey(block), block]));
    return (this.#known?.state.blocks ?? []).every((before) => {
      const block = now.get(blockKey(before));
      return block === undefined || isAlike(before, lineageBlock(before, block));
    });
  }

  /** Arranges, given the places and blocks of the open snapshots. */
  arrange({ memberships, blocks }: PlacedBlocks): Arrangement {
    this.#blocks = new Map(blocks.map((block) => [blockKey(block), block]));
    this.#members = groupBy(memberships, snapshotKey);
    this.#state = new LineageState(this.#known?.state);
    const keep = Math.max(this.#from, this.#keys.length - openSnapshots);
    let part: Pick<ArrangedPart, "snapshots" | "state"> | undefined = this.#known;
    let at = 0;
    for (const [i, turn] of this.#turns.entries()) {
      const from = at;
      at += turn.ordered.length;
      this.#arrangePhases(turn.ordered);
      for (const [place, snapshot] of turn.ordered.entries()) {
        if (from + place < this.#from) continue;
        if (from + place === keep && keep > this.#from)
          part = { snapshots: this.#keys.slice(0, keep), state: new LineageState(this.#state) };
        this.#arrangeBlocks(snapshot, turn.session_id);
      }
      this.#arrangeTurn(turn, i + 1, at > this.#from ? this.#state.blocks : undefined);
    }
    const counted = this.#countReuse();
    const { tools } = this.#state;
    return { changes: this.#changes, tools, part: part === undefined ? undefined : { ...part, counted } };
  }

  /** Number of snapshots that are not looked at again. */
  get #from(): number {
    return this.#known?.snapshots.length ?? 0;
  }

  #arrangePhases(ordered: readonly Snapshot[]): void {
    const phases = new Map<string, { first: number; last: number }>();
    for (const { phase, snapshot_at_ms } of ordered) {
      phases.set(phase, { first: phases.get(phase)?.first ?? snapshot_at_ms, last: snapshot_at_ms });
    }
    let iteration = 0;
    let previous: Snapshot | undefined;
    for (const snapshot of ordered) {
      if (snapshot.phase === "pre_inference") iteration += 1;
      const seen = phases.get(snapshot.phase);
      const { conv_id, turn_id, phase, snapshot_at_ms } = snapshot;
      const fields = {
        iteration: iteration === 0 ? undefined : iteration,
        first_seen_ms: knownTime(seen?.first),
        finalised_ms: knownTime(seen?.last),
        phase_latency_ms: elapsed(knownTime(previous?.snapshot_at_ms), knownTime(snapshot_at_ms)),
      };
      if (differs(snapshot, fields)) {
        this.#changes.push({
          set: "turn_snapshots",
          row: { conv_id, turn_id, phase, snapshot_at_ms, ...fields },
        });
      }
      previous = snapshot;
    }
  }

  #arrangeBlocks(snapshot: Snapshot, session_id: string | undefined): void {
    const state = this.#state;
    const before = session_id === state.session_id ? state.blocks : [];
    const members = [...(this.#members.get(snapshotKey(snapshot)) ?? [])].sort(
      (a, b) => a.position - b.position,
    );
    const after = members.map((member) => lineageBlock(member, this.#blocks.get(blockKey(member))));
    const matches = matchBlocks(before, after);
    for (const [i, member] of members.entries()) {
      const fields = this.#lineageOf(member, matches[i] ?? { lineage: "new" });
      if (differs(member, fields))
        this.#changes.push({ set: "snapshot_blocks", row: { ...member, ...fields } });
      const key = blockKey(member);
      state.countReuse(key, snapshot.turn_id);
      const { kind } = this.#blocks.get(key) ?? {};
      if (kind === "tool_call" || kind === "tool_use") state.noteTool(key, member);
    }
    state.session_id = session_id;
    state.blocks = after;
  }

  #lineageOf(member: RecordIn<"snapshot_blocks">, { lineage, from }: BlockMatch) {
    const { origins } = this.#state;
    const { turn_id, phase, block_id } = member;
    // Not in the snapshot before, but the conversation has had it: it came back.
    const known = origins.get(block_id);
    const origin = (from === undefined ? known : origins.get(from.block_id)) ?? { turn_id, phase };
    if (known === undefined) origins.set(block_id, origin);
    return {
      lineage: lineage === "new" && known !== undefined ? "reused" : lineage,
      lineage_turn_id: origin.turn_id,
      lineage_phase: origin.phase,
      previous_hash: lineage === "edited" || lineage === "split" ? from?.content_hash : undefined,
      previous_position: lineage === "moved" && from !== undefined ? BigInt(from.position) : undefined,
    } as const;
  }

  /** `blocks` are those of its last snapshot; undefined where they were arranged before. */
  #arrangeTurn(
    { turn_id, row, ordered }: OrderedTurn,
    position: number,
    blocks: readonly LineageBlock[] | undefined,
  ): void {
    const { conv_id } = this.stated;
    const last = ordered.at(-1);
    const iterations = ordered.filter(({ phase }) => phase === "pre_inference").length;
    const fields = {
      position,
      started_at_ms: knownTime(ordered[0]?.snapshot_at_ms) ?? row?.started_at_ms ?? undefined,
      finished_at_ms: latest(knownTime(last?.snapshot_at_ms), row?.finished_at_ms),
      ...(last === undefined
        ? {}
        : {
            last_phase: last.phase,
            outcome: outcomeOf(ordered, row?.outcome),
            iteration_count: iterations === 0 ? undefined : iterations,
            snapshot_count: ordered.length,
            ...(blocks === undefined ? {} : this.#textsOf(turn_id, blocks)),
          }),
    };
    if (differs(row, fields)) this.#changes.push({ set: "turns", row: { conv_id, turn_id, ...fields } });
  }

  #textsOf(turnId: string, blocks: readonly LineageBlock[]) {
    const own = blocks.filter(({ block_id }) => this.#state.origins.get(block_id)?.turn_id === turnId);
    return {
      block_count: blocks.length,
      prompt_text: own.findLast(
        ({ kind, text }) => kind === "user" && text !== undefined && !isFrameworkText(text),
      )?.text,
      answer_text: own.findLast(({ kind, text }) => kind === "llm_text" && text !== undefined)?.text,
    };
  }

  /** Says how often blocks are used again; those that left the open snapshots since may be used less. */
  #countReuse(): readonly CountedBlock[] {
    const { reuse } = this.#state;
    const left = this.#known?.counted.filter((block) => !this.#blocks.has(blockKey(block))) ?? [];
    const counted = [...left, ...this.#blocks.values()].flatMap((block) => {
      const turns = reuse.get(blockKey(block))?.turns;
      if (turns === undefined) return [];
      const { block_id, content_hash, kind } = block;
      const row = { block_id, content_hash, kind, reuse_count: turns - 1 };
      if (block.reuse_count !== row.reuse_count) this.#changes.push({ set: "blocks", row });
      return [row];
    });
    return counted.filter((block) => this.#blocks.has(blockKey(block)));
  }
}

/** Whether a record lacks any of the fields or has another value; what was not computed does not count. */
function differs(row: object | undefined, fields: object): boolean {
  const stated = row as Readonly<Record<string, unknown>> | undefined;
  return Object.entries(fields).some(([name, value]) => value !== undefined && stated?.[name] !== value);
}

/** What the phases tell; undefined where they tell nothing, or where a failure is known already. */
function outcomeOf(
  ordered: readonly Snapshot[],
  known: RecordIn<"turns">["outcome"],
): RecordIn<"turns">["outcome"] {
  if (ordered.some(({ phase }) => phase === "final")) return "completed";
  if (ordered.some(({ phase }) => phase === "failed")) return "failed";
  return known !== "failed" && ordered.some(({ phase }) => isLoopPhase(phase)) ? "open" : undefined;
}

function elapsed(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

function latest(a: number | undefined, b: number | null | undefined): number | undefined {
  return a === undefined || b === undefined || b === null ? (a ?? b ?? undefined) : Math.max(a, b);
}
