/**
 * Vocabulary for the observed runtime's own databases: what a reader of such a file hands to a decoder.
 * `db/foreign` reads, `lib/ingest/pinocchio` decodes; neither knows the other.
 */

/** A value as SQLite holds it. Every integer is a bigint; a real is a number. */
export type SqlValue = null | bigint | number | string | Uint8Array;

/** One row as it stands in its table. */
export interface ForeignRow {
  readonly kind: "row";
  readonly table: string;
  /** 1-based place in the order of reading. */
  readonly position: number;
  /** Every column of the table in its declared order, known or not. */
  readonly values: Readonly<Record<string, SqlValue>>;
  /** What other tables of the file say about the row (the conversation of a block, the time of an ordinal). */
  readonly joined: Readonly<Record<string, SqlValue>>;
}

/** A table that could not be read to its end. */
export interface UnreadableTable {
  readonly kind: "unreadable";
  readonly table: string;
  /** Rows that were read before. */
  readonly rows: number;
  readonly reason: string;
}

export type ForeignItem = ForeignRow | UnreadableTable;

/** Generations of the turns store, told apart by its columns. */
export type TurnsVariant = "T0" | "T1" | "T2" | "T3" | "T3-hybrid" | "T4";

/** Generations of the hydration store: its first form, its form with a cursor column, its present form. */
export type HydrationVariant = "evtstream" | "cursor" | "snapshot_ordinal";

/** What the simple-chat-agent's store calls a session, in the names of its tables and columns. */
export type AgentStoreWord = "session" | "run";

/** Which stores a database file holds; several may share one file. */
export interface ForeignStores {
  /** Tables timeline_versions and timeline_entities, with timeline_conversations since 2026-02-17. */
  readonly timeline: boolean;
  readonly turns?: TurnsVariant | undefined;
  readonly hydration?: HydrationVariant | undefined;
  /** Store of the simple-chat-agent (`simple-agent.db`), by its word for a session: run until January 2026. */
  readonly agent?: AgentStoreWord | undefined;
  /** Catalogue of agent modes and the log of their changes. */
  readonly modes: boolean;
  /** Export of the debug API of May 2026: records of one session, server and browser. */
  readonly reconcile: boolean;
  /** Analysis database of the authors (HC-53): an event viewer's export and a server log, row by row. */
  readonly analysis: boolean;
  /** Tables of the file that belong to none of these stores. */
  readonly other_tables: readonly string[];
}
