import type { KeyOrigin } from "@/lib/domain/envelope";
import { asArray } from "@/lib/domain/json/json-access";
import { recordSets, type RecordChange, type SetName } from "@/lib/domain/model";
import { errorClasses } from "@/lib/domain/model/error";
import { childLists, idFieldOf, statedByType } from "./native-types";
import type { Refusal } from "./native-content";
import { nativeKeyNames, type NativeHead } from "./native-head";
import { schemaOf } from "./record-schema";

/** Records that a line states, its own first, or why the line is refused. */
export type StatedRecords =
  { readonly changes: readonly RecordChange[]; readonly subject: string | undefined } | Refusal;

type Row = Record<string, unknown>;

/**
 * The records that a native line states: members of `data` checked against the set, keys and clocks filled
 * from the line around it, the record's own id from the line's id where the sender gave none.
 */
export function recordsOfLine(head: NativeHead, set: SetName, conv_id: string | undefined): StatedRecords {
  const row = checkedRow(head.data ?? {}, set, "/data");
  if (isRefusal(row)) return row;
  const origins = fill(row, head, set, conv_id);
  if (Object.keys(origins).length > 0 && "key_origins" in recordSets[set].fields)
    row["key_origins"] ??= origins;
  const missing = missingField(row, set);
  if (missing !== undefined) {
    const pointer = missing === "conv_id" ? "/conv_id" : `/data/${missing}`;
    return { code: "missing-field", detail: `${head.type} needs ${missing}`, pointer };
  }
  const children = childrenOf(head, set, row);
  if (isRefusal(children)) return children;
  const idField = idFieldOf[set];
  const subject = idField === undefined ? undefined : row[idField];
  return {
    changes: [asChange(set, row), ...children],
    subject: typeof subject === "string" ? subject : undefined,
  };
}

/** Members checked against the set's declaration; absent ones left out. */
function checkedRow(data: object, set: SetName, place: string): Row | Refusal {
  const parsed = schemaOf(set).safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = `${place}${(issue?.path ?? []).map((part) => `/${String(part)}`).join("")}`;
    return { code: "invalid-field", detail: issue?.message ?? "not as declared", pointer };
  }
  const row: Row = {};
  for (const [name, value] of Object.entries(parsed.data))
    if (value !== null && value !== undefined) row[name] = value;
  return row;
}

/** A row never has a member `pointer`: no set declares one. */
function isRefusal(value: Row | Refusal | readonly RecordChange[]): value is Refusal {
  return "pointer" in value;
}

/** Fills what the line says outside `data`; returns how derived keys became known. */
function fill(
  row: Row,
  head: NativeHead,
  set: SetName,
  conv_id: string | undefined,
): Record<string, KeyOrigin> {
  const { names } = planOf(set);
  const put = (name: string, value: unknown): void => {
    if (value !== undefined && row[name] === undefined && names.has(name)) row[name] = value;
  };
  for (const name of nativeKeyNames) put(name, head.keys[name]);
  put("conv_id", conv_id);
  put("seq", head.seq);
  put("version", head.version);
  put("occurred_at_ms", head.occurred_at_ms);
  for (const [name, value] of Object.entries(statedByType(head.type, head.occurred_at_ms, row)))
    put(name, value);
  for (const [name, value] of Object.entries(defaultsOf(head, set, row))) put(name, value);
  const idField = idFieldOf[set];
  if (idField === undefined || row[idField] !== undefined) return {};
  row[idField] = head.keys.event_id ?? head.id;
  return { [idField]: { how: "derived", rule: "id of the line" } };
}

/** Members that a sender may leave out because the line says them already. */
function defaultsOf(head: NativeHead, set: SetName, row: Row): Row {
  switch (set) {
    case "entities":
      return { origin: "stored", last_seen_version: head.version ?? head.seq };
    case "entity_versions":
      return { origin: "stored", version: head.version ?? head.seq };
    case "ws_pings":
      return { sent_at_ms: head.occurred_at_ms };
    case "dependency_health":
      return { since_ms: head.occurred_at_ms };
    case "errors":
      // Failures are grouped when their conversation is settled; until then they have no fingerprint.
      return { error_class: classOfCode(row["error_code"]), fingerprint: "", fingerprint_version: 0 };
    default:
      return {};
  }
}

/** A code is `class.slug`. */
function classOfCode(code: unknown): string | undefined {
  return typeof code === "string" ? errorClasses.find((name) => code.startsWith(`${name}.`)) : undefined;
}

/** Records in the list that belongs to the line's record: side effects, causes, retries, pings. */
function childrenOf(head: NativeHead, set: SetName, parent: Row): readonly RecordChange[] | Refusal {
  const list = childLists[set];
  const items = list === undefined ? undefined : head.data?.[list.member];
  if (list === undefined || items === undefined || items === null) return [];
  const changes: RecordChange[] = [];
  for (const [at, item] of (asArray(items) ?? [items]).entries()) {
    const pointer = `/data/${list.member}/${String(at)}`;
    const row = checkedRow(typeof item === "object" && item !== null ? item : {}, list.set, pointer);
    if (isRefusal(row)) return row;
    for (const key of list.keys) row[key] ??= parent[key];
    if (list.place !== undefined) row[list.place[0]] ??= list.place[1] + at;
    const missing = missingField(row, list.set);
    if (missing !== undefined) {
      return {
        code: "missing-field",
        detail: `every item needs ${missing}`,
        pointer: `${pointer}/${missing}`,
      };
    }
    changes.push(asChange(list.set, row));
  }
  return changes;
}

function missingField(row: Row, set: SetName): string | undefined {
  return planOf(set).required.find((name) => row[name] === undefined);
}

interface Plan {
  readonly names: ReadonlySet<string>;
  readonly required: readonly string[];
}

const plans = new Map<SetName, Plan>();

/** Names of a set's fields, and those that a record must have. */
function planOf(set: SetName): Plan {
  const known = plans.get(set);
  if (known !== undefined) return known;
  const fields: Readonly<Record<string, { readonly required: boolean }>> = recordSets[set].fields;
  const names = Object.keys(fields);
  const plan = { names: new Set(names), required: names.filter((name) => fields[name]?.required === true) };
  plans.set(set, plan);
  return plan;
}

/** The row was checked field by field against the set's declaration, and all required fields are there. */
function asChange(set: SetName, row: Readonly<Record<string, unknown>>): RecordChange {
  return { set, row } as unknown as RecordChange;
}
