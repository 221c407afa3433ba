import { asArray, asObject, asText } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import { groupBy } from "../group-by";
import { blockKey } from "./block-key";
import { isFrameworkText } from "./framework-text";
import { matchBlocks, type BlockMatch, type LineageBlock } from "./match-blocks";
import { isLoopPhase, orderSnapshots } from "./snapshot-order";

/** The turns of one conversation as their sources stated them, in any order. */
export interface StatedTurns {
  readonly conv_id: string;
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly RecordIn<"turn_snapshots">[];
  readonly memberships: readonly RecordIn<"snapshot_blocks">[];
  /** Every block that the memberships name. */
  readonly blocks: readonly RecordIn<"blocks">[];
}

/** A block that stood in the snapshot before and is gone in this one. */
export interface DroppedBlock {
  readonly turn_id: string;
  readonly phase: string;
  readonly snapshot_at_ms: number;
  readonly block_id: string;
  readonly content_hash: string;
  /** Place that it had. */
  readonly position: number;
}

export interface Arrangement {
  /** Only what differs from what was stated: arranging twice gives no changes. */
  readonly changes: readonly RecordChange[];
  readonly dropped: readonly DroppedBlock[];
}

type Snapshot = RecordIn<"turn_snapshots">;

interface Origin {
  readonly turn_id: string;
  readonly phase: string;
}

/**
 * Puts the turns of a conversation in order and says where each block came from: what is new, carried over,
 * moved, edited, split or gone, against the snapshot before. The first snapshot of a turn is compared with
 * the last of the turn before it, as each prompt clones that turn; a new session starts with an empty
 * history. Cost: linear in the memberships.
 */
export function arrangeTurns(stated: StatedTurns): Arrangement {
  const arranger = new Arranger(stated);
  return arranger.arrange();
}

class Arranger {
  readonly #changes: RecordChange[] = [];
  readonly #dropped: DroppedBlock[] = [];
  /** Where a block was first seen: by id, and by the id that it had before when it was inserted anew. */
  readonly #origins = new Map<string, Origin>();
  /** Turns in which a block of one content stands. */
  readonly #turnsOfBlock = new Map<string, Set<string>>();
  readonly #blocks: ReadonlyMap<string, RecordIn<"blocks">>;
  readonly #members: ReadonlyMap<string, readonly RecordIn<"snapshot_blocks">[]>;

  constructor(private readonly stated: StatedTurns) {
    this.#blocks = new Map(stated.blocks.map((block) => [blockKey(block), block]));
    this.#members = groupBy(stated.memberships, snapshotKey);
  }

  arrange(): Arrangement {
    const snapshots = groupBy(this.stated.snapshots, ({ turn_id }) => turn_id);
    const rows = new Map(this.stated.turns.map((turn) => [turn.turn_id, turn]));
    const ids = new Set([...rows.keys(), ...snapshots.keys()]);
    const turns = [...ids].map((turn_id) => {
      const ordered = orderSnapshots(snapshots.get(turn_id) ?? []);
      return { turn_id, row: rows.get(turn_id), ordered, started_at_ms: startOf(rows.get(turn_id), ordered) };
    });
    turns.sort(
      (a, b) =>
        (a.started_at_ms ?? Infinity) - (b.started_at_ms ?? Infinity) || (a.turn_id < b.turn_id ? -1 : 1),
    );
    let before: { session_id: string | undefined; blocks: readonly LineageBlock[] } = {
      session_id: undefined,
      blocks: [],
    };
    for (const [i, turn] of turns.entries()) {
      const session_id = turn.ordered[0]?.session_id ?? turn.row?.session_id ?? undefined;
      const history = session_id === before.session_id ? before.blocks : [];
      const last = this.#arrangeSnapshots(turn.ordered, history);
      this.#arrangeTurn({ ...turn, position: i + 1, blocks: last });
      if (turn.ordered.length > 0) before = { session_id, blocks: last };
    }
    this.#countReuse();
    return { changes: this.#changes, dropped: this.#dropped };
  }

  /** Gives the blocks of the last snapshot. */
  #arrangeSnapshots(ordered: readonly Snapshot[], history: readonly LineageBlock[]): readonly LineageBlock[] {
    const phases = new Map<string, { first: number; last: number }>();
    for (const { phase, snapshot_at_ms } of ordered) {
      phases.set(phase, { first: phases.get(phase)?.first ?? snapshot_at_ms, last: snapshot_at_ms });
    }
    let blocks = history;
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
      blocks = this.#arrangeBlocks(snapshot, blocks);
      previous = snapshot;
    }
    return blocks;
  }

  #arrangeBlocks(snapshot: Snapshot, before: readonly LineageBlock[]): readonly LineageBlock[] {
    const { turn_id, phase, snapshot_at_ms } = snapshot;
    const members = [...(this.#members.get(snapshotKey(snapshot)) ?? [])].sort(
      (a, b) => a.position - b.position,
    );
    const after = members.map((member) => this.#lineageBlock(member));
    const { matches, dropped } = matchBlocks(before, after);
    for (const [i, member] of members.entries()) {
      const fields = this.#lineageOf(member, matches[i] ?? { lineage: "new" });
      if (differs(member, fields))
        this.#changes.push({ set: "snapshot_blocks", row: { ...member, ...fields } });
      const turns = this.#turnsOfBlock.get(blockKey(member)) ?? new Set();
      this.#turnsOfBlock.set(blockKey(member), turns.add(turn_id));
    }
    for (const { block_id, content_hash, position } of dropped) {
      this.#dropped.push({ turn_id, phase, snapshot_at_ms, block_id, content_hash, position });
    }
    return after;
  }

  #lineageOf(member: RecordIn<"snapshot_blocks">, { lineage, from }: BlockMatch) {
    const { turn_id, phase, block_id } = member;
    // Not in the snapshot before, but the conversation has had it: it came back.
    const known = this.#origins.get(block_id);
    const origin = (from === undefined ? known : this.#origins.get(from.block_id)) ?? { turn_id, phase };
    if (known === undefined) this.#origins.set(block_id, origin);
    return {
      lineage: lineage === "new" && known !== undefined ? "reused" : lineage,
      lineage_turn_id: origin.turn_id,
      lineage_phase: origin.phase,
      previous_hash: lineage === "edited" || lineage === "split" ? from?.content_hash : undefined,
      previous_position: lineage === "moved" && from !== undefined ? BigInt(from.position) : undefined,
    } as const;
  }

  #arrangeTurn(turn: {
    readonly turn_id: string;
    readonly row: RecordIn<"turns"> | undefined;
    readonly ordered: readonly Snapshot[];
    readonly position: number;
    readonly blocks: readonly LineageBlock[];
  }): void {
    const { turn_id, row, ordered, blocks } = turn;
    const { conv_id } = this.stated;
    const last = ordered.at(-1);
    const own = blocks.filter(({ block_id }) => this.#origins.get(block_id)?.turn_id === turn_id);
    const iterations = ordered.filter(({ phase }) => phase === "pre_inference").length;
    const fields = {
      position: turn.position,
      started_at_ms: knownTime(ordered[0]?.snapshot_at_ms) ?? row?.started_at_ms ?? undefined,
      finished_at_ms: latest(knownTime(last?.snapshot_at_ms), row?.finished_at_ms),
      ...(last === undefined
        ? {}
        : {
            last_phase: last.phase,
            outcome: outcomeOf(ordered, row?.outcome),
            iteration_count: iterations === 0 ? undefined : iterations,
            snapshot_count: ordered.length,
            block_count: blocks.length,
            prompt_text: own.findLast(
              ({ kind, text }) => kind === "user" && text !== undefined && !isFrameworkText(text),
            )?.text,
            answer_text: own.findLast(({ kind, text }) => kind === "llm_text" && text !== undefined)?.text,
          }),
    };
    if (differs(row, fields)) this.#changes.push({ set: "turns", row: { conv_id, turn_id, ...fields } });
  }

  #countReuse(): void {
    for (const [key, turns] of this.#turnsOfBlock) {
      const block = this.#blocks.get(key);
      const fields = { reuse_count: turns.size - 1 };
      if (block === undefined || !differs(block, fields)) continue;
      const { block_id, content_hash, kind } = block;
      this.#changes.push({ set: "blocks", row: { block_id, content_hash, kind, ...fields } });
    }
  }

  #lineageBlock(member: RecordIn<"snapshot_blocks">): LineageBlock {
    const block = this.#blocks.get(blockKey(member));
    return {
      position: member.position,
      block_id: member.block_id,
      content_hash: member.content_hash,
      payload_hash: block?.payload_hash ?? undefined,
      kind: block?.kind ?? "",
      role: block?.role ?? undefined,
      tool_call_id: block?.tool_call_id ?? undefined,
      text: block === undefined ? undefined : textOf(block),
    };
  }
}

/** Whether a record lacks any of the fields or has another value; what was not computed does not count. */
function differs(row: object | undefined, fields: object): boolean {
  const stated = new Map<string, unknown>(Object.entries(row ?? {}));
  return Object.entries(fields).some(([name, value]) => value !== undefined && stated.get(name) !== value);
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

/** Whole readable text; the preview of a block is cut. */
function textOf(block: RecordIn<"blocks">): string | undefined {
  const payload = asObject(block.payload ?? undefined);
  const text = asText(payload?.["text"]);
  if (text !== undefined) return text;
  const parts = asArray(payload?.["summary"])?.map((part) => asText(asObject(part)?.["text"]) ?? "");
  return parts?.join("") ?? block.text_preview ?? undefined;
}

function startOf(row: RecordIn<"turns"> | undefined, ordered: readonly Snapshot[]): number | undefined {
  const first = knownTime(ordered[0]?.snapshot_at_ms);
  const stated = row?.started_at_ms ?? undefined;
  return first === undefined || stated === undefined ? (first ?? stated) : Math.min(first, stated);
}

/** Snapshots of sources without times stand at 0. */
function knownTime(ms: number | undefined): number | undefined {
  return ms === undefined || ms <= 0 ? undefined : ms;
}

function elapsed(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

function latest(a: number | undefined, b: number | null | undefined): number | undefined {
  return a === undefined || b === undefined || b === null ? (a ?? b ?? undefined) : Math.max(a, b);
}

function snapshotKey(of: {
  readonly turn_id: string;
  readonly phase: string;
  readonly snapshot_at_ms: number;
}): string {
  return `${of.turn_id}\n${of.phase}\n${String(of.snapshot_at_ms)}`;
}
