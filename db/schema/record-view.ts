import { recordSets } from "@/lib/domain/model";
import { entityOrigins } from "@/lib/domain/model/timeline";
import { fieldOfRow, recordForms, type CompactSet, type RecordForm } from "../records/record-forms";
import { resolvedText } from "../records/shared-texts";

/** The field of an entity's identity, from the rows that the view joins. */
const identity: Readonly<Record<string, string>> = {
  conv_id: "c.conv_id",
  entity_id: "s.name",
  kind: "(SELECT d.word FROM words d WHERE d.word_key = k.kind_key)",
  origin: `CASE k.origin ${entityOrigins.map((origin, i) => `WHEN ${String(i)} THEN '${origin}'`).join(" ")} END`,
};

/**
 * SQL of the view that shows rows of entities or versions as the model declares them. A text behind a key is looked up only
 * where it is asked for; the key stands behind the fields, for questions about the other side. `entry` says how its rows are found: in the indexes of a conversation, or one by one by their ids.
 */
export function viewOf(set: CompactSet, entry: "conversation" | "id"): string {
  const form = recordForms[set];
  const fields = Object.keys(recordSets[set].fields).map(
    (field) => `${valueOf(set, form, field)} AS ${field}`,
  );
  fields.push("r.entity_key AS entity_key");
  // The plus keeps the indexes of a conversation out: without statistics SQLite takes them to find few rows.
  const conv = entry === "id" ? "+r.conv_key" : "r.conv_key";
  return `SELECT ${fields.join(", ")} FROM ${form.table} r
    JOIN conversation_keys c ON c.conv_key = ${conv}
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key`;
}

function valueOf(set: CompactSet, form: RecordForm, field: string): string {
  const own = identity[field];
  if (own !== undefined && form.identity.includes(field)) return own;
  return resolvedText(set, field, "r") ?? fieldOfRow(form, field, "r");
}
