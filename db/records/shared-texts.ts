import type Database from "better-sqlite3";
import { ensureTriggers } from "../kept-triggers";
import type { WriteStore } from "../store";
import type { CompactSet } from "./record-forms";

/**
 * Texts of entities that several rows would hold. What both sides tell alike lies with the side that told
 * it first, which `props_of` of the other names; a version whose summary is that of its entity says so with
 * `tells_state`. Rows are written whole; then `SharedTexts` takes out what is there already.
 *
 * Before a text changes or goes, triggers write it out to all rows that lean on it, whoever changes it: no reader ever sees
 * another text than the one that was written.
 */
/** SQL of the text of an entity row, wherever it lies. */
function textOf(column: "props" | "summary", row: string): string {
  return `CASE WHEN ${row}.props_of IS NULL THEN ${row}.${column} ELSE (SELECT o.${column} FROM entity_rows o WHERE o.entity_key = ${row}.props_of) END`;
}

const stateSummary = (row: string): string =>
  `(SELECT ${textOf("summary", "e")} FROM entity_rows e WHERE e.entity_key = ${row}.entity_key)`;

/** SQL of a field that may lie with another row; undefined where it never does. */
export function resolvedText(set: CompactSet, field: string, row: string): string | undefined {
  if (set === "entities") return field === "props" || field === "summary" ? textOf(field, row) : undefined;
  return set === "entity_versions" && field === "summary"
    ? `CASE WHEN ${row}.tells_state = 1 THEN ${stateSummary(row)} ELSE ${row}.summary END`
    : undefined;
}

/** Key of the same entity on the other side. */
const otherSide = (key: string): string =>
  `(SELECT o.entity_key FROM entity_keys k JOIN entity_keys o ON o.subject_key = k.subject_key AND o.kind_key = k.kind_key AND o.origin = 1 - k.origin WHERE k.entity_key = ${key})`;

const writeOutProps = `UPDATE entity_rows SET props = old.props, summary = old.summary, props_of = NULL
    WHERE entity_key = ${otherSide("old.entity_key")} AND props_of = old.entity_key;`;
const writeOutSummaries = `UPDATE entity_version_rows SET summary = ${textOf("summary", "old")}, tells_state = 0
    WHERE entity_key = old.entity_key AND tells_state = 1;`;

/** Where `props_of` changes too, the text only moves. */
const definition = [
  `CREATE TRIGGER shared_props_update BEFORE UPDATE OF props, summary ON entity_rows
  WHEN old.props_of IS NULL AND (new.props IS NOT old.props OR new.summary IS NOT old.summary) BEGIN ${writeOutProps} END`,
  `CREATE TRIGGER shared_props_delete BEFORE DELETE ON entity_rows WHEN old.props_of IS NULL BEGIN ${writeOutProps} END`,
  `CREATE TRIGGER shared_summary_update BEFORE UPDATE OF summary ON entity_rows
  WHEN new.props_of IS old.props_of AND new.summary IS NOT old.summary BEGIN ${writeOutSummaries} END`,
  `CREATE TRIGGER shared_summary_delete BEFORE DELETE ON entity_rows BEGIN ${writeOutSummaries} END`,
];

/** Makes the triggers when they are missing; nothing is counted from what they keep. */
export function ensureSharedTexts({ sqlite }: WriteStore): void {
  ensureTriggers(sqlite, { prefix: "shared_", definition, recount: () => undefined });
}

/** What of a row stands elsewhere; undefined where nothing does. */
interface Leaning {
  /** Whether the row is there already. */
  readonly isThere: boolean;
  /** Key of the row that holds the texts of a new one. */
  readonly on: number | undefined;
}

/**
 * Finds for a row that is to be written whether another one has its texts. A new row is written without them: one that was
 * written whole and made smaller would leave a hole in its page. A row that is there is made whole, merged, and taken
 * out of again (`takeOut`).
 */
export class SharedTexts {
  readonly #entity: Database.Statement;
  readonly #version: Database.Statement;
  readonly #alike: Database.Statement;
  readonly #isState: Database.Statement;
  readonly #putBackEntity: Database.Statement;
  readonly #putBackVersion: Database.Statement;
  readonly #share: Database.Statement;
  readonly #lean: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#entity = sqlite
      .prepare("SELECT props_of IS NOT NULL FROM entity_rows WHERE entity_key = ?")
      .pluck();
    this.#version = sqlite
      .prepare("SELECT tells_state FROM entity_version_rows WHERE entity_key = ? AND version = ?")
      .pluck();
    this.#alike = sqlite
      .prepare(
        `SELECT e.entity_key FROM entity_keys k JOIN entity_rows e ON e.entity_key = k.entity_key
         WHERE k.subject_key = ? AND k.kind_key = ? AND k.origin = 1 - ? AND e.props_of IS NULL AND e.props = ? AND e.summary IS ?`,
      )
      .pluck();
    this.#isState = sqlite
      .prepare(`SELECT ${textOf("summary", "e")} = ? FROM entity_rows e WHERE e.entity_key = ?`)
      .pluck();
    this.#putBackEntity = sqlite.prepare(
      `UPDATE entity_rows SET (props, summary, props_of) = (SELECT o.props, o.summary, NULL FROM entity_rows o WHERE o.entity_key = entity_rows.props_of)
       WHERE entity_key = ?`,
    );
    this.#putBackVersion = sqlite.prepare(
      `UPDATE entity_version_rows SET summary = ${stateSummary("entity_version_rows")}, tells_state = 0
       WHERE entity_key = ? AND version = ?`,
    );
    this.#share = sqlite.prepare(
      `UPDATE entity_rows SET props = NULL, summary = NULL, props_of = o.entity_key FROM entity_rows o
       WHERE entity_rows.entity_key = ? AND entity_rows.props_of IS NULL
         AND o.entity_key = ${otherSide("entity_rows.entity_key")} AND o.props_of IS NULL
         AND o.props = entity_rows.props AND o.summary IS entity_rows.summary`,
    );
    this.#lean = sqlite.prepare(
      `UPDATE entity_version_rows SET summary = NULL, tells_state = 1
       WHERE entity_key = ? AND version = ? AND summary = ${stateSummary("entity_version_rows")}`,
    );
  }

  /** Before the row of an entity is written; one that is there is made whole. */
  beforeEntity(entity: EntityName, props: Text, summary: Text): Leaning {
    const leans: unknown = this.#entity.get(entity.key);
    if (leans === 1n) this.#putBackEntity.run(entity.key);
    if (leans !== undefined || props === null) return { isThere: leans !== undefined, on: undefined };
    const on: unknown = this.#alike.get(entity.subject, entity.kind, entity.origin, props, summary);
    return { isThere: false, on: on === undefined ? undefined : Number(on) };
  }

  /** Before the row of a version is written; one that is there is made whole. */
  beforeVersion(entityKey: number, version: bigint, summary: Text): Leaning {
    const leans: unknown = this.#version.get(entityKey, version);
    if (leans === 1n) this.#putBackVersion.run(entityKey, version);
    if (leans !== undefined || summary === null) return { isThere: leans !== undefined, on: undefined };
    return { isThere: false, on: this.#isState.get(summary, entityKey) === 1n ? entityKey : undefined };
  }

  /** After rows that were there were merged. */
  takeOut(
    entityKeys: Iterable<number>,
    versions: Iterable<readonly [entityKey: number, version: bigint]>,
  ): void {
    for (const key of entityKeys) this.#share.run(key);
    for (const [key, version] of versions) this.#lean.run(key, version);
  }
}

type Text = string | null;

/** An entity by its keys. */
export interface EntityName {
  readonly key: number;
  readonly subject: number;
  readonly kind: number;
  readonly origin: number;
}
