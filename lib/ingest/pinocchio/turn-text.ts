import { parseDocument } from "yaml";
import { asArray, asObject, asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { TurnBlockInput, TurnWarningInput } from "./turn-records";

/** A serialised turn as it was read. */
export interface ReadTurn {
  readonly id?: string | undefined;
  readonly blocks: readonly TurnBlockInput[];
  readonly metadata?: JsonValue | undefined;
  readonly data?: JsonValue | undefined;
  readonly warnings: readonly TurnWarningInput[];
  /** Why nothing could be read; the text itself is kept. */
  readonly fault?: string | undefined;
}

/**
 * Reads a turn as the runtime serialises it (YAML, of which JSON is a part): `id`, `blocks`, `metadata`,
 * `data`. Integers beyond 2^53 survive. Never throws: what is wrong comes back as a fault or as warnings.
 */
export function readTurnText(text: string): ReadTurn {
  const read = readYaml(text);
  if (read.fault !== undefined) return unreadable(read.fault);
  return readTurn(read.value, read.warnings);
}

/** Reads a turn that is a value already. */
export function readTurn(value: JsonValue | undefined, warnings: readonly TurnWarningInput[] = []): ReadTurn {
  const turn = asObject(value);
  if (turn === undefined) return unreadable("a turn is an object");
  const blocks = turn["blocks"] ?? [];
  const list = asArray(blocks);
  if (list === undefined) return unreadable("blocks is not a list");
  const more: TurnWarningInput[] = [];
  return {
    id: asText(turn["id"]),
    blocks: list.map((block, i) => readBlock(block, `/blocks/${String(i)}`, more)),
    metadata: turn["metadata"],
    data: turn["data"],
    warnings: [...warnings, ...more],
  };
}

function readBlock(value: JsonValue, path: string, warnings: TurnWarningInput[]): TurnBlockInput {
  const block = asObject(value);
  if (block === undefined) {
    warnings.push({ kind: "parse_error", message: "a block is an object", path });
    return { kind: "other", payload: value };
  }
  const kind = asText(block["kind"]);
  const role = asText(block["role"]);
  return {
    id: asText(block["id"]),
    kind,
    // The runtime's reader gives a model text without a role this one.
    role: role ?? (kind === "llm_text" ? "assistant" : undefined),
    payload: block["payload"],
    metadata: block["metadata"],
  };
}

function unreadable(fault: string): ReadTurn {
  return { blocks: [], warnings: [{ kind: "parse_error", message: fault }], fault };
}

/** A YAML text as a JSON value. */
export interface ReadYaml {
  readonly value?: JsonValue | undefined;
  readonly warnings: readonly TurnWarningInput[];
  readonly fault?: string | undefined;
}

/** Aliases of a YAML text may multiply its size; the runtime writes none. */
const maxAliases = 100;

/** Reads YAML of any origin; integers beyond 2^53 become bigint, all others numbers. */
export function readYaml(text: string): ReadYaml {
  try {
    const document = parseDocument(text, { intAsBigInt: true, prettyErrors: false, logLevel: "silent" });
    const error = document.errors[0];
    if (error !== undefined)
      return { warnings: [], fault: `not YAML at character ${String(error.pos[0])}: ${error.code}` };
    const warnings = document.warnings.map((warning): TurnWarningInput => ({
      kind: "canonicalisation",
      message: warning.code,
    }));
    return { value: plain(document.toJS({ maxAliasCount: maxAliases })), warnings };
  } catch (error) {
    // The parser throws plain errors for alias bombs and unresolved aliases.
    if (!(error instanceof Error)) throw error;
    return { warnings: [], fault: `not YAML: ${error.name}` };
  }
}

/** Values of the YAML library as JSON values: safe integers become numbers, dates and maps do not occur. */
function plain(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object":
      if (Array.isArray(value)) return value.map(plain);
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
    default:
      // Neither functions nor symbols come out of a text.
      return null;
  }
}
