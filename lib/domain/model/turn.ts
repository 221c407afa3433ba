import {
  bool,
  content,
  epochMs,
  int,
  int64,
  json,
  label,
  ms,
  oneOf,
  recordSet,
  required,
  text,
} from "./field";
import { keysAndClocks } from "./keys";

export const turnOutcomes = ["completed", "failed", "open"] as const;
export const lineageKinds = ["new", "reused", "moved", "edited", "split", "dropped"] as const;

/** One turn: a prompt with everything that followed until the next one. */
export const turns = recordSet({
  name: "turns",
  domain: 3,
  doc: "A turn of a conversation.",
  sources: "turns databases T0 to T4, turn YAML and JSON, debug API, native turn.snapshot",
  key: ["conv_id", "turn_id"],
  newest_by: ["finished_at_ms"],
  fields: {
    ...keysAndClocks,
    conv_id: required(text("Conversation")),
    turn_id: required(text("Turn")),
    inference_id: text("Inference that ran for the turn"),
    runtime_key: label("Runtime that served the turn"),
    position: int("1-based place in the conversation"),
    started_at_ms: epochMs("First sign of the turn", { merge: "min" }),
    finished_at_ms: epochMs("Last sign of the turn", { merge: "max" }),
    last_phase: label("Newest phase seen"),
    outcome: oneOf(
      turnOutcomes,
      "completed, failed or open: by its phases; without any, by how its calls ended",
    ),
    failure_code: label("Code of the failure that ended the turn"),
    iteration_count: int("Tool-loop iterations"),
    snapshot_count: int("Snapshots stored"),
    block_count: int("Blocks of the newest snapshot"),
    prompt_text: content("Text of the user block that started the turn"),
    answer_text: content("Text of the last assistant block"),
    metadata: json("Turn metadata as stored by the runtime"),
    data: json("Turn data as stored by the runtime"),
  },
});

/** State of a turn at one phase of one iteration. */
export const turnSnapshots = recordSet({
  name: "turn_snapshots",
  domain: 3,
  doc: "The serialised turn at one phase of one iteration; the order of its blocks is that of their places.",
  sources: "turn_block_membership, payload columns of T0 to T2, debug API, YAML, native turn.snapshot",
  key: ["conv_id", "turn_id", "phase", "snapshot_at_ms"],
  fields: {
    ...keysAndClocks,
    conv_id: required(text("Conversation")),
    turn_id: required(text("Turn")),
    phase: required(
      label("pre_inference, post_inference, post_tools, final, failed, ... ; unknown phases are kept"),
    ),
    snapshot_at_ms: required(epochMs("When the snapshot was taken")),
    iteration: int("1-based tool-loop iteration"),
    inference_id: text("Inference that ran"),
    runtime_key: label("Runtime that served the turn"),
    payload: content("Serialised payload where the source has one (YAML or JSON text)"),
    payload_hash: text(
      "SHA-256 of the content hashes of the blocks in order, one per line: equal for equal content, however it was serialised",
    ),
    block_count: int("Blocks in the snapshot"),
    first_seen_ms: epochMs("First time this phase was seen in the turn", { merge: "min" }),
    finalised_ms: epochMs("When the phase was complete", { merge: "max" }),
    phase_latency_ms: ms("Time since the previous snapshot of the turn"),
    metadata: json("Turn metadata at this phase where the source kept it"),
    data: json("Turn data at this phase where the source kept it"),
  },
});

/** Content of a block, once per content hash. */
export const blocks = recordSet({
  name: "blocks",
  domain: 3,
  doc: "One block version: equal (block_id, content_hash) in two turns is the same block carried over.",
  sources: "blocks table, turn payloads, native turn.snapshot",
  key: ["block_id", "content_hash"],
  fields: {
    block_id: required(text("Identity as the runtime gave it, else turn id # place")),
    content_hash: required(text("Hash of kind, role, payload and metadata")),
    hash_algorithm: label("sha256-canonical-json-v1"),
    hash_verified: bool("Whether recomputation gave the hash that the source stated"),
    payload_hash: text("Hash of the payload alone: stays equal when only metadata changed"),
    kind: required(
      label("user, llm_text, tool_call, tool_use, system, reasoning, other; unknown kinds are kept"),
    ),
    role: label("user, assistant, system or empty"),
    payload: json("Payload of the block"),
    metadata: json("Metadata of the block"),
    text_preview: content("First 500 characters of readable text"),
    tool_call_id: text("Call id of tool blocks"),
    tool_name: label("Tool name of tool_call blocks"),
    provider_item_id: text(
      "Item of the provider's answer that the block was made from, where the payload names it",
    ),
    error_text: content("Error text of tool_use blocks"),
    first_seen_at_ms: epochMs("First time seen", { merge: "min" }),
    reuse_count: int("Turns in which this block occurs beyond the first"),
    ingested_at_ms: epochMs("When it was first stored here", { merge: "first" }),
  },
});

/** Place of a block in a snapshot, with its lineage. */
export const snapshotBlocks = recordSet({
  name: "snapshot_blocks",
  domain: 3,
  doc: "Membership of a block in a snapshot, in order, and where it came from.",
  sources: "turn_block_membership, turn payloads; lineage is computed here",
  key: ["conv_id", "turn_id", "phase", "snapshot_at_ms", "position"],
  fields: {
    conv_id: required(text("Conversation")),
    turn_id: required(text("Turn")),
    phase: required(label("Phase")),
    snapshot_at_ms: required(epochMs("Snapshot")),
    position: required(int("0-based place")),
    block_id: required(text("Block")),
    content_hash: required(text("Its content hash")),
    lineage: oneOf(lineageKinds, "How the block relates to the snapshot before"),
    lineage_turn_id: text("Turn in which the block was first seen"),
    lineage_phase: label("Phase in which the block was first seen"),
    previous_hash: text("Content hash before an edit"),
    previous_position: int64("Place before a move"),
  },
});

/** Parse quality of turns. */
export const turnWarnings = recordSet({
  name: "turn_warnings",
  domain: 3,
  doc: "A parse error or canonicalisation warning of a turn payload.",
  sources: "decoders",
  key: ["conv_id", "turn_id", "phase", "snapshot_at_ms", "position"],
  fields: {
    conv_id: required(text("Conversation")),
    turn_id: required(text("Turn")),
    phase: required(label("Phase")),
    snapshot_at_ms: required(epochMs("Snapshot")),
    position: required(int("Place in the list of warnings")),
    kind: required(
      oneOf(["parse_error", "canonicalisation"] as const, "Parse error or canonicalisation warning"),
    ),
    message: content("What was found"),
    path: text("Place in the payload"),
  },
});
