/** A table whose rows are found by their text. */
export interface SearchedSet {
  /** How `search_docs` names the rows: the record kind of the API, or a part of one. */
  readonly kind: string;
  readonly table: string;
  /** Columns that identify a row: conversation (absent where the row has none), then the rest. */
  readonly conv?: string;
  readonly key: string;
  readonly parts: readonly string[];
  /** Plain text columns, most telling first. */
  readonly texts: readonly string[];
  /** JSON columns, of which every string value is read and no member name. */
  readonly json: readonly string[];
  /** Whether it stands for many records: its title says more than one of the many. */
  readonly isTitled: boolean;
}

/**
 * What full text search looks into. Bodies of model calls repeat the whole history of their conversation in every
 * call, and frames repeat the text so far in every delta, so both are left to the blocks and entities that hold
 * the same text once. An entity as its runtime stored it and as it was recomputed is one thing: it has one number and the
 * texts of both.
 */
export const searchedSets: readonly SearchedSet[] = [
  set("conversation", "conversations", ["title", "conv_id"], { key: "conv_id", isTitled: true }),
  set("session", "conversation_sessions", ["session_id"], { key: "session_id" }),
  set("turn", "turns", ["turn_id", "inference_id"], { key: "turn_id" }),
  set("entity", "entities", ["summary", "entity_id"], {
    key: "entity_id",
    parts: ["kind"],
    json: ["props"],
  }),
  set("block", "blocks", ["error_text", "block_id"], {
    conv: undefined,
    key: "block_id",
    parts: ["content_hash"],
    json: ["payload"],
  }),
  set("model_call", "model_calls", ["error_message", "output_preview", "call_id", "response_id"], {
    key: "call_id",
  }),
  set("tool_call", "tool_calls", ["error_text", "tool_name", "tool_call_id", "arguments_raw", "result_raw"], {
    key: "tool_call_id",
    json: ["arguments", "result"],
  }),
  set("error", "errors", ["raw_message", "safe_message", "error_code", "stack"], { key: "error_id" }),
  set("incident", "incidents", ["title", "error_code", "incident_id"], {
    conv: undefined,
    key: "incident_id",
    isTitled: true,
  }),
  set("http", "http_requests", ["error_text", "path", "http_id", "request_id"], { key: "http_id" }),
  set("ws", "ws_sessions", ["close_reason", "socket_id"], { key: "socket_id" }),
  set("note", "notes", ["body", "category", "author"], { key: "note_id" }),
];

interface Rest {
  readonly conv?: string | undefined;
  readonly key: string;
  readonly parts?: readonly string[];
  readonly json?: readonly string[];
  readonly isTitled?: boolean;
}

function set(kind: string, table: string, texts: readonly string[], rest: Rest): SearchedSet {
  const { key, parts = [], json = [], isTitled = false } = rest;
  const conv = "conv" in rest ? {} : { conv: "conv_id" };
  return { kind, table, key, parts, texts, json, isTitled, ...conv };
}

/** Number by which `search_places` names a kind. */
export function kindNumber(kind: string): number {
  return searchedSets.findIndex((candidate) => candidate.kind === kind);
}

/** SQL of the values of `search_docs` (kind, conv_id, key, part) for a row. */
export function keyValuesOf({ kind, conv, key, parts }: SearchedSet, row: string): readonly string[] {
  return [
    `'${kind}'`,
    conv === undefined ? "NULL" : `${row}.${conv}`,
    `${row}.${key}`,
    parts.length === 0 ? "''" : parts.map((column) => `${row}.${column}`).join(" || ' ' || "),
  ];
}

/** Columns whose change may change the indexed text. */
export function watchedColumns({ texts, json }: SearchedSet): readonly string[] {
  return [...new Set([...texts, ...json])];
}
