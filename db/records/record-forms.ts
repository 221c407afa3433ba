import type { SetName } from "@/lib/domain/model";

/** A dictionary of texts: its table, the key, the text, and whether an entry belongs to a conversation. */
export const dictionaries = {
  conversation: { table: "conversation_keys", key: "conv_key", text: "conv_id", isScoped: false },
  source: { table: "sources", key: "source_key", text: "name", isScoped: false },
  word: { table: "words", key: "word_key", text: "word", isScoped: false },
  name: { table: "subjects", key: "subject_key", text: "name", isScoped: true },
  turn: { table: "turn_keys", key: "turn_key", text: "turn_id", isScoped: true },
} as const;
export type DictionaryName = keyof typeof dictionaries;

/**
 * How the records of a set lie on the disk where that is not field by field. Of entities and their versions there are
 * about as many as of envelopes, of places of blocks in snapshots many more, since every snapshot holds all that was
 * said before; and what they say is mostly said already: their ids stand in dictionaries, their words are few, and
 * several of their fields mostly agree. A view of the set's name shows every field as the model declares it
 * (`db/schema/record-view.ts`); only the record writer knows of the form.
 */
export interface RecordForm {
  readonly table: string;
  /** Columns that tell a record from all others. */
  readonly key: readonly string[];
  /** Columns that no field of the model stands for, and those of them that a newer statement replaces. */
  readonly leading: readonly string[];
  readonly replaced?: readonly string[];
  /** Fields that the leading columns stand for, by way of other tables. */
  readonly identity: readonly string[];
  /** Fields whose text stands in a dictionary; the column is called `<field>_key`. */
  readonly coded: Readonly<Record<string, DictionaryName>>;
  /**
   * Fields that mostly equal another one: the column holds the bits in which both differ, and zero takes no byte. A
   * difference could leave 64 bits; these cannot. NULL stays NULL.
   */
  readonly alike: Readonly<Record<string, string>>;
}

/** Sets that are kept in another form than that of the model. */
export type CompactSet = "entities" | "entity_versions" | "snapshot_blocks";

/** The form of each of them. */
export const recordForms: Readonly<Record<CompactSet, RecordForm>> = {
  entities: {
    table: "entity_rows",
    key: ["entity_key"],
    leading: ["entity_key", "conv_key", "origin", "props_of"],
    identity: ["conv_id", "entity_id", "kind", "origin"],
    coded: {
      session_id: "name",
      turn_id: "turn",
      run_id: "name",
      status: "word",
      source: "source",
      key_origins: "word",
    },
    alike: {
      occurred_at_ms: "entity_updated_at_ms",
      version: "last_seen_version",
      updated_at_ms: "ingested_at_ms",
    },
  },
  entity_versions: {
    table: "entity_version_rows",
    key: ["entity_key", "version"],
    leading: ["entity_key", "conv_key", "tells_state"],
    identity: ["conv_id", "entity_id", "kind", "origin"],
    coded: { changed_fields: "word" },
    alike: { last_version: "version", last_ordinal: "ordinal" },
  },
  snapshot_blocks: {
    table: "snapshot_block_rows",
    key: ["snapshot_key", "position"],
    leading: ["snapshot_key", "block_key"],
    replaced: ["block_key"],
    identity: ["conv_id", "turn_id", "phase", "snapshot_at_ms", "block_id", "content_hash"],
    coded: { lineage: "word", lineage_turn_id: "turn", lineage_phase: "word" },
    alike: {},
  },
};

/** Whether records of a set are kept in another form than that of the model. */
export function isCompact(set: SetName): set is CompactSet {
  return set in recordForms;
}

/** Column of a field. */
export function columnOfField({ coded }: RecordForm, field: string): string {
  return field in coded ? `${field}_key` : field;
}

/** SQL of the bits in which two values differ, and of one value by those bits and the other. */
export function differingBits(value: string, base: string): string {
  return `((${value} | coalesce(${base}, 0)) - (${value} & coalesce(${base}, 0)))`;
}

/** SQL of the value of a field that stands in a column of the row `row`. */
export function fieldOfRow(form: RecordForm, field: string, row: string): string {
  const base = form.alike[field];
  if (base !== undefined) return differingBits(`${row}.${field}`, `${row}.${base}`);
  const name = form.coded[field];
  if (name === undefined) return `${row}.${field}`;
  const { table, key, text } = dictionaries[name];
  return `(SELECT d.${text} FROM ${table} d WHERE d.${key} = ${row}.${columnOfField(form, field)})`;
}
