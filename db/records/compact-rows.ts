import type Database from "better-sqlite3";
import type { Field } from "@/lib/domain/model/field";
import { recordSets, type RecordChange, type RecordIn } from "@/lib/domain/model";
import { entityOrigins } from "@/lib/domain/model/timeline";
import { Dictionary } from "../event-log/dictionary";
import {
  columnOfField,
  dictionaries,
  differingBits,
  recordForms,
  type CompactSet,
  type DictionaryName,
  type RecordForm,
} from "./record-forms";
import { BlockKeys, SnapshotKeys } from "./snapshot-keys";
import { SharedTexts } from "./shared-texts";

type Binding = string | number | bigint | Buffer | null;
/** What makes an entity that entity. */
type Identity = Pick<RecordIn<"entities">, "conv_id" | "entity_id" | "kind" | "origin">;
/** A record of a set that has a form of its own. */
export type CompactChange = Extract<RecordChange, { readonly set: CompactSet }>;

interface CompactField {
  readonly name: string;
  /** Place of the field among those of the set. */
  readonly place: number;
  readonly coded: DictionaryName | undefined;
  /** Place of the field that it mostly equals. */
  readonly base: number | undefined;
}

interface TextPlaces {
  readonly props: number;
  readonly summary: number;
}

/**
 * Keys for the texts of records that have a form of their own, and which rows of entities were merged since their texts
 * were last shared.
 */
export class CompactRows {
  readonly #dictionaries: Readonly<Record<DictionaryName, Dictionary>>;
  readonly #entityKeys: EntityKeys;
  readonly #snapshotKeys: SnapshotKeys;
  readonly #blockKeys: BlockKeys;
  readonly #texts: SharedTexts;
  readonly #fields = new Map<CompactSet, readonly CompactField[]>();
  readonly #places = new Map<CompactSet, TextPlaces>();
  readonly #entities = new Set<number>();
  readonly #versions: (readonly [entityKey: number, version: bigint])[] = [];

  constructor(sqlite: Database.Database) {
    const dictionary = (name: DictionaryName): Dictionary => {
      const { table, key, text, isScoped } = dictionaries[name];
      return new Dictionary(sqlite, table, key, isScoped ? [text, "conv_key"] : [text]);
    };
    this.#dictionaries = {
      conversation: dictionary("conversation"),
      source: dictionary("source"),
      word: dictionary("word"),
      name: dictionary("name"),
      turn: dictionary("turn"),
    };
    this.#entityKeys = new EntityKeys(sqlite);
    this.#snapshotKeys = new SnapshotKeys(sqlite);
    this.#blockKeys = new BlockKeys(sqlite);
    this.#texts = new SharedTexts(sqlite);
  }

  /** Bindings of the upsert of a row: leading columns, then those of its fields in the order of the model. */
  rowOf(change: CompactChange, values: readonly Binding[]): Binding[] {
    return change.set === "snapshot_blocks"
      ? this.#placeRow(change.row, values)
      : this.#entityRow(change.set, change.row, values);
  }

  #placeRow(row: RecordIn<"snapshot_blocks">, values: readonly Binding[]): Binding[] {
    const conv = this.#dictionaries.conversation.keyOf(row.conv_id);
    const turn = this.#dictionaries.turn.keyOf(row.turn_id, conv);
    const phase = this.#dictionaries.word.keyOf(row.phase);
    return [
      this.#snapshotKeys.keyOf(conv, turn, phase, row.snapshot_at_ms),
      this.#blockKeys.keyOf(row.block_id, row.content_hash),
      ...this.#ownFields("snapshot_blocks", values, conv),
    ];
  }

  #entityRow(
    set: Exclude<CompactSet, "snapshot_blocks">,
    row: Identity,
    values: readonly Binding[],
  ): Binding[] {
    const conv = this.#dictionaries.conversation.keyOf(row.conv_id);
    const origin = entityOrigins.indexOf(row.origin);
    const subject = this.#dictionaries.name.keyOf(row.entity_id, conv);
    const kind = this.#dictionaries.word.keyOf(row.kind);
    const key = this.#entityKeys.keyOf(subject, kind, origin);
    const own = this.#ownFields(set, values, conv);
    const { props, summary } = this.#placesOf(set);
    const textAt = (place: number): string | null => {
      const value = own[place];
      return typeof value === "string" ? value : null;
    };
    if (set === "entities") {
      const { isThere, on } = this.#texts.beforeEntity(
        { key, subject, kind, origin },
        textAt(props),
        textAt(summary),
      );
      if (isThere) this.#entities.add(key);
      if (on !== undefined) own[props] = own[summary] = null;
      return [key, conv, origin, on ?? null, ...own];
    }
    const version = own[0];
    if (typeof version !== "bigint") throw new TypeError("a version of an entity has a number");
    const { isThere, on } = this.#texts.beforeVersion(key, version, textAt(summary));
    if (isThere) this.#versions.push([key, version]);
    if (on !== undefined) own[summary] = null;
    return [key, conv, on === undefined ? 0 : 1, ...own];
  }

  /** Takes texts out of the rows that were merged since the last call where another row has them. */
  share(): void {
    if (this.#entities.size === 0 && this.#versions.length === 0) return;
    this.#texts.takeOut(this.#entities, this.#versions);
    this.#entities.clear();
    this.#versions.length = 0;
  }

  /** Drops every remembered key. Call after a rollback. */
  forget(): void {
    for (const dictionary of Object.values(this.#dictionaries)) dictionary.forget();
    this.#entityKeys.forget();
    this.#snapshotKeys.forget();
    this.#blockKeys.forget();
    this.#entities.clear();
    this.#versions.length = 0;
  }

  #ownFields(set: CompactSet, values: readonly Binding[], conv: number): Binding[] {
    return this.#fieldsOf(set).map(({ place, coded, base }) =>
      base === undefined
        ? this.#coded(coded, values[place] ?? null, conv)
        : bitsBetween(values[place] ?? null, values[base] ?? null),
    );
  }

  #coded(name: DictionaryName | undefined, value: Binding, conv: number): Binding {
    if (name === undefined || typeof value !== "string") return value;
    return dictionaries[name].isScoped
      ? this.#dictionaries[name].keyOf(value, conv)
      : this.#dictionaries[name].keyOf(value);
  }

  /** Places of the texts that may lie with another row; -1 where the set has none of the name. */
  #placesOf(set: CompactSet): TextPlaces {
    const known = this.#places.get(set);
    if (known !== undefined) return known;
    const names = this.#fieldsOf(set).map(({ name }) => name);
    const places = { props: names.indexOf("props"), summary: names.indexOf("summary") };
    this.#places.set(set, places);
    return places;
  }

  #fieldsOf(set: CompactSet): readonly CompactField[] {
    const known = this.#fields.get(set);
    if (known !== undefined) return known;
    const { identity, coded, alike } = recordForms[set];
    const names = Object.keys(recordSets[set].fields);
    const fields = names.flatMap((name, place) => {
      const base = alike[name];
      return identity.includes(name)
        ? []
        : [{ name, place, coded: coded[name], base: base === undefined ? undefined : names.indexOf(base) }];
    });
    this.#fields.set(set, fields);
    return fields;
  }
}

/** The bits in which two values differ; those of a base that is not known are 0. */
function bitsBetween(value: Binding, base: Binding): Binding {
  return typeof value === "bigint" ? value ^ (typeof base === "bigint" ? base : 0n) : value;
}

/** Keys of entities kept in memory before they start over, some 50 bytes each. */
const rememberedEntities = 20_000;

/**
 * Keys of entities; a miss costs one indexed read. An entity comes with its versions behind it, and again whenever its
 * conversation settles while it goes on.
 */
class EntityKeys {
  readonly #known = new Map<number, number>();
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#find = sqlite
      .prepare("SELECT entity_key FROM entity_keys WHERE subject_key = ? AND kind_key = ? AND origin = ?")
      .pluck();
    this.#insert = sqlite.prepare("INSERT INTO entity_keys (subject_key, kind_key, origin) VALUES (?, ?, ?)");
  }

  keyOf(subject: number, kind: number, origin: number): number {
    // One number for all three: subjects stay below 2^32, words below 2^20, and there are two origins.
    const name = subject * 2 ** 21 + kind * 2 + origin;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const key = Number(
      this.#find.get(subject, kind, origin) ?? this.#insert.run(subject, kind, origin).lastInsertRowid,
    );
    if (this.#known.size >= rememberedEntities) this.#known.clear();
    this.#known.set(name, key);
    return key;
  }

  forget(): void {
    this.#known.clear();
  }
}

type Merged = (
  name: string,
  field: Field,
  sides: { readonly current: (field: string) => string; readonly stated: (field: string) => string },
) => string;

/**
 * The upsert of a set that has a form of its own. The bindings are those of `rowOf`; values are merged as the model
 * declares them, and laid down as the form says.
 */
export function compactUpsertSql(
  form: RecordForm,
  fields: Readonly<Record<string, Field>>,
  merged: Merged,
): string {
  const own = Object.entries(fields).filter(([name]) => !form.identity.includes(name));
  const laidDown = (name: string, value: (field: string) => string): string => {
    const base = form.alike[name];
    return base === undefined ? value(name) : differingBits(value(name), value(base));
  };
  const sides = {
    current: (name: string) => laidDown(name, (field) => `${form.table}.${columnOfField(form, field)}`),
    stated: (name: string) => laidDown(name, (field) => `excluded.${columnOfField(form, field)}`),
  };
  const results = new Map(own.map(([name, field]) => [name, merged(name, field, sides)]));
  const updates = own
    .filter(([name]) => !form.key.includes(name))
    .map(
      ([name]) => `${columnOfField(form, name)} = ${laidDown(name, (field) => results.get(field) ?? "NULL")}`,
    );
  updates.push(...(form.replaced ?? []).map((column) => `${column} = excluded.${column}`));
  const columns = [...form.leading, ...own.map(([name]) => columnOfField(form, name))];
  return `INSERT INTO ${form.table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
    ON CONFLICT (${form.key.join(", ")}) DO UPDATE SET ${updates.join(", ")}`;
}
