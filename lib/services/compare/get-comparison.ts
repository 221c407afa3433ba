import {
  listComparedCalls,
  listComparedErrors,
  listNewestBlocks,
  type NewestBlockRow,
} from "@/db/queries/compared-turns";
import { findTurn, listTurnRows } from "@/db/queries/turns";
import type { ReadStore } from "@/db/store";
import type { CompareBlock, CompareQuery, CompareSideHead, Comparison } from "@/lib/contracts/compare";
import type { CompareSide } from "@/lib/contracts/compare-side";
import { recordRef } from "@/lib/contracts/record-ref";
import { compareTurns, countDifferences, type Pair } from "@/lib/domain/compare/compare-turns";
import type { ComparedBlock, ComparedTurn } from "@/lib/domain/compare/compared-turn";
import { ConsoleError } from "@/lib/domain/console-error";
import { groupBy } from "@/lib/domain/group-by";
import { parseExact } from "@/lib/domain/json/exact-json";
import { blockTextOf } from "@/lib/domain/lineage/block-text";
import { requireConversation } from "../conversations/require-conversation";
import { oneLine } from "../records/described";
import type { ServiceContext } from "../service-context";
import { turnFacts } from "./turn-facts";

/** Turns of a side that are compared; a person reads fewer. */
const turnLimit = 60;
const blockLimit = 500;
const recordLimit = 2_000;
/** Characters of a block that are shown. All are compared. */
const shownLength = 20_000;

interface LoadedSide {
  readonly head: CompareSideHead;
  readonly turns: readonly ComparedTurn[];
}

/**
 * Two conversations or two turns side by side with one alignment: turns, and inside of them system prompt,
 * prompts, tool calls with arguments, results and answers; model settings, tools offered, usage, timing and
 * failures. A conversation shows in each turn what came with it, a single turn all that it was asked with.
 * Throws conversation-not-found and not-found.
 */
export function getComparison({ store }: ServiceContext, { a, b }: CompareQuery): Comparison {
  const [left, right] = [loadSide(store, a), loadSide(store, b)];
  const pairs = compareTurns(left.turns, right.turns);
  return {
    a: left.head,
    b: right.head,
    turns: pairs.map((pair) => ({
      ...pair,
      a: headOf(pair.a),
      b: headOf(pair.b),
      blocks: pair.blocks.map(shownPair),
      facts: [...pair.facts],
      errors: pair.errors.map(({ state, a: first, b: second }) => ({ state, a: first, b: second })),
    })),
    differences: countDifferences(pairs),
  };
}

function loadSide(store: ReadStore, { conv_id, turn_id }: CompareSide): LoadedSide {
  const conversation = requireConversation(store, conv_id);
  const rows = listTurnRows(store, conv_id, undefined, turnLimit + 1);
  const one = turn_id === undefined ? undefined : findTurn(store, conv_id, turn_id);
  if (turn_id !== undefined && one === undefined)
    throw new ConsoleError("not-found", "The conversation has no such turn.", { details: { turn_id } });
  const shown = one === undefined ? rows.slice(0, turnLimit) : [one];
  const calls = groupBy(listComparedCalls(store, conv_id, recordLimit), (call) => call.turn_id);
  const errors = groupBy(listComparedErrors(store, conv_id, recordLimit), (error) => error.turn_id);
  const before = new Set<string>();
  const turns = shown.map((row): ComparedTurn => {
    const blocks = listNewestBlocks(store, conv_id, row.turn_id, blockLimit);
    const added = blocks.filter((block) => !before.has(blockKey(block)));
    for (const block of blocks) before.add(blockKey(block));
    return {
      turn_id: row.turn_id,
      ref: recordRef("turn", conv_id, row.turn_id),
      prompt: row.prompt_text ?? "",
      blocks: blocks.length === 0 ? spokenBlocks(row.prompt_text, row.answer_text) : added.map(comparedBlock),
      facts: turnFacts(row, calls.get(row.turn_id) ?? []),
      errors: (errors.get(row.turn_id) ?? []).map(({ error_id, error_code, message }) => ({
        ref: recordRef("error", error_id),
        code: error_code,
        message: message ?? "",
      })),
    };
  });
  return {
    head: {
      conv_id,
      turn_id: turn_id ?? null,
      title: conversation.title,
      turns: rows
        .slice(0, turnLimit)
        .map((row) => ({ turn_id: row.turn_id, prompt: oneLine(row.prompt_text, 80) })),
      left_out: one === undefined ? Math.max(0, (conversation.turn_count ?? rows.length) - turnLimit) : 0,
    },
    turns,
  };
}

const blockKey = ({ block_id, content_hash }: NewestBlockRow): string => `${block_id} ${content_hash}`;

function comparedBlock(block: NewestBlockRow): ComparedBlock {
  const payload = block.payload === null ? null : parseExact(block.payload);
  const { text, isData, failed } = blockTextOf({ ...block, payload });
  return {
    kind: block.kind,
    role: block.role,
    tool_name: block.tool_name,
    text,
    is_data: isData,
    is_failed: failed,
  };
}

/** What a turn without a snapshot is known to have said. */
function spokenBlocks(prompt: string | null, answer: string | null): readonly ComparedBlock[] {
  const spoken = (kind: string, text: string | null): ComparedBlock[] =>
    text === null || text === ""
      ? []
      : [{ kind, role: null, tool_name: null, text, is_data: false, is_failed: false }];
  return [...spoken("user", prompt), ...spoken("llm_text", answer)];
}

function headOf(turn: ComparedTurn | null): { turn_id: string; ref: string; prompt: string } | null {
  return turn === null ? null : { turn_id: turn.turn_id, ref: turn.ref, prompt: oneLine(turn.prompt) };
}

function shownPair({ state, a, b }: Pair<ComparedBlock>): {
  state: Pair<ComparedBlock>["state"];
  a: CompareBlock | null;
  b: CompareBlock | null;
} {
  const shown = (block: ComparedBlock): CompareBlock => ({
    ...block,
    text: block.text.slice(0, shownLength),
    text_length: block.text.length,
  });
  return { state, a: a && shown(a), b: b && shown(b) };
}
