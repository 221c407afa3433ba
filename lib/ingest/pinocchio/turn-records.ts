import { blockContentHash, blockHashAlgorithm, payloadHash } from "@/lib/domain/block-hash/block-hash";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import { blockFacts } from "./block-facts";
import { conversationRecords } from "./conversation-records";
import { hashText } from "./hash-text";
import { turnKeysOf } from "./turn-keys";

/** A block as a serialised turn holds it. */
export interface TurnBlockInput {
  readonly id?: string | undefined;
  readonly kind?: string | undefined;
  readonly role?: string | undefined;
  readonly payload?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
}

export interface TurnWarningInput {
  readonly kind: "parse_error" | "canonicalisation";
  readonly message: string;
  /** JSON pointer into the turn. */
  readonly path?: string | undefined;
}

/** A snapshot of a turn: what was in the prompt at one phase. */
export interface SnapshotHead {
  readonly conv_id: string;
  readonly session_id?: string | undefined;
  readonly turn_id: string;
  readonly phase: string;
  /** Epoch ms; 0 when the source has no time for it. */
  readonly snapshot_at_ms: number;
  readonly iteration?: number | undefined;
  readonly inference_id?: string | undefined;
  readonly runtime_key?: string | undefined;
  readonly run_id?: string | undefined;
  readonly trace_id?: string | undefined;
  /** Turn metadata and data at this phase, where the source keeps them per snapshot. */
  readonly metadata?: JsonValue | undefined;
  readonly data?: JsonValue | undefined;
}

export interface TurnSnapshotInput extends SnapshotHead {
  /** Serialised turn as the source has it (YAML or JSON). */
  readonly payload?: string | undefined;
  readonly blocks: readonly TurnBlockInput[];
  readonly warnings?: readonly TurnWarningInput[] | undefined;
}

/** A block at its place in a snapshot, by identity. */
export interface PlacedBlock {
  readonly position: number;
  readonly block_id: string;
  readonly content_hash: string;
}

/**
 * Everything that a snapshot with its blocks states: turn, snapshot, membership, blocks, warnings. Used by
 * payload columns, debug API answers, turn files and native ingest. Block hashes are computed, so that a
 * block carried over has one identity whatever source told of it.
 */
export function recordsOfTurnSnapshot(input: TurnSnapshotInput): RecordChange[] {
  const snapshot = withMetadataKeys(input);
  const blocks = input.blocks.map((block, position) => identified(block, position, input.turn_id));
  return [
    ...recordsOfPlacedBlocks(snapshot, blocks, input.payload),
    ...blocks.map(({ block_id, content_hash, block }) =>
      blockRecord(block_id, content_hash, block, snapshot),
    ),
    ...warningRecords(snapshot, [...(input.warnings ?? []), ...blockWarnings(input.blocks)]),
  ];
}

/** The same for a source that gives only the identities of the blocks, in order. */
export function recordsOfPlacedBlocks(
  snapshot: SnapshotHead,
  blocks: readonly PlacedBlock[],
  payload?: string,
): RecordChange[] {
  const { conv_id, session_id, turn_id, phase, snapshot_at_ms, iteration, metadata, data, ...keys } =
    snapshot;
  const at = snapshot_at_ms > 0 ? snapshot_at_ms : undefined;
  const head = { conv_id, turn_id, phase, snapshot_at_ms };
  return [
    ...conversationRecords({ conv_id, session_id, created_at_ms: at, last_activity_ms: at, has_turns: true }),
    {
      set: "turns",
      row: {
        conv_id,
        turn_id,
        session_id,
        started_at_ms: at,
        finished_at_ms: at,
        occurred_at_ms: at,
        metadata,
        data,
        ...keys,
      },
    },
    {
      set: "turn_snapshots",
      row: {
        ...head,
        session_id,
        iteration,
        payload,
        payload_hash: blocksHash(blocks),
        block_count: blocks.length,
        occurred_at_ms: at,
        metadata,
        data,
        ...keys,
      },
    },
    ...blocks.map(({ position, block_id, content_hash }): RecordChange => ({
      set: "snapshot_blocks",
      row: { ...head, position, block_id, content_hash },
    })),
  ];
}

/**
 * Hash of a snapshot's content: SHA-256 of the content hashes of its blocks in order, one per line. Equal
 * for equal blocks in equal order, however the source serialises them.
 */
export function blocksHash(blocks: readonly PlacedBlock[]): string {
  return hashText(blocks.map(({ content_hash }) => `${content_hash}\n`).join(""));
}

/** Statement about one block. `stated` is the hash that the source gave, to be checked against the content. */
export function blockRecord(
  block_id: string,
  content_hash: string,
  block: TurnBlockInput,
  seen: { readonly snapshot_at_ms?: number | undefined },
): RecordChange {
  const kind = block.kind ?? "";
  const row: RecordIn<"blocks"> = {
    block_id,
    content_hash,
    hash_algorithm: blockHashAlgorithm,
    payload_hash: payloadHash(block.payload, hashText),
    kind,
    role: block.role ?? "",
    payload: block.payload,
    metadata: block.metadata,
    first_seen_at_ms: seen.snapshot_at_ms === 0 ? undefined : seen.snapshot_at_ms,
    ...blockFacts(kind, block.payload),
  };
  return { set: "blocks", row };
}

/** Ids that the metadata carries fill what the source has no column for. */
function withMetadataKeys(input: TurnSnapshotInput): SnapshotHead {
  const { payload: _payload, blocks: _blocks, warnings: _warnings, ...head } = input;
  const keys = turnKeysOf(input.metadata);
  return {
    ...head,
    session_id: head.session_id ?? keys.session_id,
    inference_id: head.inference_id ?? keys.inference_id,
    runtime_key: head.runtime_key ?? keys.runtime_key,
    trace_id: head.trace_id ?? keys.trace_id,
  };
}

function identified(
  block: TurnBlockInput,
  position: number,
  turn_id: string,
): PlacedBlock & { readonly block: TurnBlockInput } {
  const kind = block.kind ?? "";
  return {
    position,
    // The runtime's own rule for a block without an id.
    block_id: block.id ?? `${turn_id}#${String(position)}`,
    content_hash: blockContentHash(
      { kind, role: block.role, payload: block.payload, metadata: block.metadata },
      hashText,
    ),
    block,
  };
}

function blockWarnings(blocks: readonly TurnBlockInput[]): readonly TurnWarningInput[] {
  const warnings: TurnWarningInput[] = [];
  const seen = new Map<string, number>();
  for (const [position, block] of blocks.entries()) {
    const path = `/blocks/${String(position)}`;
    if (block.kind === undefined)
      warnings.push({ kind: "canonicalisation", message: "block without a kind", path });
    if (block.id === undefined) {
      warnings.push({
        kind: "canonicalisation",
        message: "block without an id: named by turn and place",
        path,
      });
      continue;
    }
    const before = seen.get(block.id);
    if (before !== undefined) {
      warnings.push({
        kind: "canonicalisation",
        message: `same block id as at place ${String(before)}`,
        path,
      });
    }
    seen.set(block.id, position);
  }
  return warnings;
}

function warningRecords(snapshot: SnapshotHead, warnings: readonly TurnWarningInput[]): RecordChange[] {
  const { conv_id, turn_id, phase, snapshot_at_ms } = snapshot;
  return warnings.map(({ kind, message, path }, position) => ({
    set: "turn_warnings",
    row: { conv_id, turn_id, phase, snapshot_at_ms, position, kind, message, path },
  }));
}
