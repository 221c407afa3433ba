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
  /** Where the rows lie when `table` is a view of them: what is changed, and how a row of it names the record. */
  readonly rows?: RowsOfView;
  /** Whether it stands for many records: its title says more than one of the many. */
  readonly isTitled: boolean;
}

/** A table under a view: its own columns that hold text, the one that changes when a text only moves, and SQL of the key. */
export interface RowsOfView {
  readonly table: string;
  /** View in which one record is found by its key. */
  readonly by_id: string;
  readonly texts: readonly string[];
  readonly moved: string;
  readonly conv: (row: string) => string;
  readonly key: (row: string) => string;
  readonly part: (row: string) => string;
}

const entityRows: RowsOfView = {
  table: "entity_rows",
  by_id: "entities_by_id",
  texts: ["summary", "props"],
  moved: "props_of",
  conv: (row) => `(SELECT c.conv_id FROM conversation_keys c WHERE c.conv_key = ${row}.conv_key)`,
  key: (row) =>
    `(SELECT s.name FROM entity_keys k JOIN subjects s ON s.subject_key = k.subject_key WHERE k.entity_key = ${row}.entity_key)`,
  part: (row) =>
    `(SELECT w.word FROM entity_keys k JOIN words w ON w.word_key = k.kind_key WHERE k.entity_key = ${row}.entity_key)`,
};

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
    rows: entityRows,
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
  readonly rows?: RowsOfView;
  readonly isTitled?: boolean;
}

function set(kind: string, table: string, texts: readonly string[], rest: Rest): SearchedSet {
  const { key, parts = [], json = [], isTitled = false } = rest;
  const conv = "conv" in rest ? {} : { conv: "conv_id" };
  const rows = rest.rows === undefined ? {} : { rows: rest.rows };
  return { kind, table, key, parts, texts, json, isTitled, ...conv, ...rows };
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

/** The same for a row of the table that triggers watch. */
export function keyValuesOfRow(set: SearchedSet, row: string): readonly string[] {
  const { kind, rows } = set;
  return rows === undefined
    ? keyValuesOf(set, row)
    : [`'${kind}'`, rows.conv(row), rows.key(row), rows.part(row)];
}

/** Table that triggers watch. */
export function watchedTable({ table, rows }: SearchedSet): string {
  return rows?.table ?? table;
}

/** Columns whose change may change the indexed text, and SQL that it did; a text that only moved to another row did not. */
export function watchedChange({ texts, json, rows }: SearchedSet): {
  readonly columns: readonly string[];
  readonly condition: string;
} {
  const columns = rows?.texts ?? [...new Set([...texts, ...json])];
  const changed = columns.map((column) => `new.${column} IS NOT old.${column}`).join(" OR ");
  const condition = rows === undefined ? changed : `new.${rows.moved} IS old.${rows.moved} AND (${changed})`;
  return { columns, condition };
}
