import { recordSets } from "@/lib/domain/model";
import { entityOrigins } from "@/lib/domain/model/timeline";
import { fieldOfRow, recordForms, type CompactSet, type RecordForm } from "../records/record-forms";
import { resolvedText } from "../records/shared-texts";

/** How the rows of a set are found: in the indexes of a conversation, or one by one by the ids that they hold. */
type Entry = "conversation" | "id";

/** What a view joins to the rows `r`, and the fields that are there. */
interface Joined {
  readonly identity: Readonly<Record<string, string>>;
  /** Columns behind the fields, for questions that the fields do not answer. */
  readonly keys: readonly string[];
  readonly from: (rows: string, entry: Entry) => string;
}

const word = (key: string): string => `(SELECT d.word FROM words d WHERE d.word_key = ${key})`;
// The plus keeps the indexes of a conversation out: without statistics SQLite takes them to find few rows.
const convOf = (row: string, entry: Entry): string => `${entry === "id" ? "+" : ""}${row}.conv_key`;

const ofEntity: Joined = {
  identity: {
    conv_id: "c.conv_id",
    entity_id: "s.name",
    kind: word("k.kind_key"),
    origin: `CASE k.origin ${entityOrigins.map((origin, i) => `WHEN ${String(i)} THEN '${origin}'`).join(" ")} END`,
  },
  keys: ["entity_key"],
  from: (rows, entry) => `${rows} r
    JOIN conversation_keys c ON c.conv_key = ${convOf("r", entry)}
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key`,
};

const ofSnapshot: Joined = {
  identity: {
    conv_id: "c.conv_id",
    turn_id: "t.turn_id",
    phase: "p.word",
    snapshot_at_ms: "k.snapshot_at_ms",
    block_id: "b.block_id",
    content_hash: "b.content_hash",
  },
  keys: [],
  from: (rows, entry) => `${rows} r
    JOIN snapshot_keys k ON k.snapshot_key = r.snapshot_key
    JOIN conversation_keys c ON c.conv_key = ${convOf("k", entry)}
    JOIN turn_keys t ON t.turn_key = ${entry === "id" ? "+k.turn_key" : "k.turn_key AND t.conv_key = k.conv_key"}
    JOIN words p ON p.word_key = k.phase_key
    JOIN block_keys b ON b.block_key = r.block_key`,
};

const joined: Readonly<Record<CompactSet, Joined>> = {
  entities: ofEntity,
  entity_versions: ofEntity,
  snapshot_blocks: ofSnapshot,
};

/**
 * SQL of the view that shows rows of a set that has a form of its own as the model declares them. A text behind a key is
 * looked up only where it is asked for.
 */
export function viewOf(set: CompactSet, entry: Entry): string {
  const form = recordForms[set];
  const { keys, from } = joined[set];
  const fields = Object.keys(recordSets[set].fields).map(
    (field) => `${valueOf(set, form, field)} AS ${field}`,
  );
  fields.push(...keys.map((key) => `r.${key} AS ${key}`));
  return `SELECT ${fields.join(", ")} FROM ${from(form.table, entry)}`;
}

function valueOf(set: CompactSet, form: RecordForm, field: string): string {
  const own = joined[set].identity[field];
  if (own !== undefined && form.identity.includes(field)) return own;
  return resolvedText(set, field, "r") ?? fieldOfRow(form, field, "r");
}
