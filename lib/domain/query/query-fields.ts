import { conversationStatuses, integrityStates } from "../model/conversation";
import { errorClasses, incidentStates } from "../model/error";
import { anomalyKinds, decodeStatuses, envelopeClasses, sourcePaths } from "../model/event";
import { callStatuses } from "../model/model-call";
import { toolCalls, toolStatuses } from "../model/tool-call";

/** Lists that are searched with the query language. */
export const listNames = [
  "conversations",
  "incidents",
  "events",
  "model-calls",
  "tool-calls",
  "transport",
] as const;
export type ListName = (typeof listNames)[number];

/**
 * How values of a field are written and compared. `name`: equal, or by prefix with a trailing `*`. `text`: contains,
 * whatever the case. `word`: one of a closed list. The others are ranges.
 */
export type FieldKind = "name" | "text" | "word" | "number" | "time" | "duration" | "bytes";

/** The field as one list has it. */
export interface FieldUse {
  readonly kind: FieldKind;
  /** Closed list of a `word`. */
  readonly values?: readonly string[];
  /** Heading in the rail where the field means something of its own in this list. */
  readonly title?: string;
}

export interface QueryField {
  /** Heading in the rail. */
  readonly title: string;
  readonly doc: string;
  readonly aliases?: readonly string[];
  readonly lists: Readonly<Partial<Record<ListName, FieldUse>>>;
}

const name = { kind: "name" } as const;
const text = { kind: "text" } as const;
const number = { kind: "number" } as const;
const time = { kind: "time" } as const;
const duration = { kind: "duration" } as const;
const bytes = { kind: "bytes" } as const;
const word = (values: readonly string[], title?: string) =>
  ({ kind: "word", values, ...(title === undefined ? {} : { title }) }) as const;

/** Classes of `finish_class`, as the data model lists them. */
const finishClasses = ["completed", "max_tokens", "tool_calls_pending", "interrupted", "error", "unknown"];
const parts = ["timeline", "turns", "events", "model_calls", "tool_calls", "transport"];

/**
 * Every field of the query language. Parser, SQL, completion, rail, API parameters and the reference page follow
 * from this table; a field that a list names here and nobody compiles does not pass the type check.
 */
export const queryFields = {
  class: {
    title: "Error class",
    doc: "Class of a recorded failure.",
    lists: {
      conversations: word(errorClasses),
      incidents: word(errorClasses),
      events: word(errorClasses),
    },
  },
  code: {
    title: "Error code",
    doc: "Code of a recorded failure, `class.slug`.",
    lists: { conversations: name, incidents: name, events: name, "model-calls": name, "tool-calls": name },
  },
  status: {
    title: "Status",
    doc: "State of the record. Of incidents and HTTP exchanges it is the HTTP status, of events how they decoded.",
    lists: {
      conversations: word(conversationStatuses),
      incidents: { kind: "number", title: "HTTP status" },
      events: word(decodeStatuses, "Decoded"),
      "model-calls": word(callStatuses),
      "tool-calls": word(toolStatuses),
      transport: { kind: "number", title: "HTTP status" },
    },
  },
  state: { title: "State", doc: "State of an incident.", lists: { incidents: word(incidentStates) } },
  kind: {
    title: "Kind",
    doc: "Of events: what the envelope is. Of transport: HTTP exchange or WebSocket session.",
    lists: { events: word(envelopeClasses), transport: word(["http", "ws"]) },
  },
  tool: {
    title: "Tool",
    doc: "Name of a tool. An event matches when it is about a call of that tool.",
    lists: { conversations: name, incidents: name, events: name, "tool-calls": name },
  },
  model: {
    title: "Model",
    doc: "Model asked for or answering. An event matches when its turn called that model.",
    lists: { conversations: name, incidents: name, events: name, "model-calls": name },
  },
  provider: {
    title: "Provider",
    doc: "Provider of a model. An event matches when its turn called that provider.",
    lists: { conversations: name, incidents: name, events: name, "model-calls": name },
  },
  runtime: { title: "Runtime", doc: "Runtime that serves the conversation.", lists: { conversations: name } },
  profile: { title: "Profile", doc: "Profile in use.", lists: { conversations: name } },
  source: {
    title: "Source",
    doc: "Emitter or import that told of it.",
    lists: { conversations: name, events: name },
  },
  path: {
    title: "Path",
    doc: "Of events: the way on which the envelope came. Of transport: the path of the request.",
    aliases: ["source_path"],
    lists: { events: word(sourcePaths), transport: text },
  },
  type: {
    title: "Type",
    doc: "Type of an envelope; `llm.*` is every type that begins so.",
    lists: { events: name },
  },
  has: {
    title: "Has",
    doc: "What a record has: findings about its order, failures, parts that can be opened.",
    lists: {
      conversations: word([...anomalyKinds, "error", "incident", "panic", ...parts]),
      events: word([...anomalyKinds, "anomaly", "error", "turn", "twin"], "Order"),
      "model-calls": word(["error", "retry", "cache_read", "reasoning"]),
      "tool-calls": word(["error", "retry", "side_effect"]),
      transport: word(["error"]),
    },
  },
  is: {
    title: "Is",
    doc: "A property that holds or does not.",
    lists: {
      conversations: word(["running", "demo"]),
      "model-calls": word(["streaming"]),
    },
  },
  integrity: {
    title: "Integrity",
    doc: "Worst finding about the conversation's events.",
    lists: { conversations: word(integrityStates) },
  },
  finish: {
    title: "Finish",
    doc: "Why the model stopped: the class, or the provider's own word.",
    lists: { "model-calls": { kind: "name", values: finishClasses } },
  },
  executed_by: {
    title: "Run by",
    doc: "Who ran the tool.",
    lists: { "tool-calls": word(toolCalls.fields.executed_by.values) },
  },
  method: { title: "Method", doc: "HTTP method.", lists: { transport: name } },
  close_code: { title: "Close code", doc: "Close code of a WebSocket.", lists: { transport: number } },
  conv: {
    title: "Conversation",
    doc: "Id of the conversation.",
    aliases: ["conv_id", "conversation"],
    lists: { conversations: name, events: name, "model-calls": name, "tool-calls": name, transport: name },
  },
  session: {
    title: "Session",
    doc: "Session of the runtime.",
    aliases: ["session_id"],
    lists: { conversations: name },
  },
  turn: {
    title: "Turn",
    doc: "Id of the turn.",
    aliases: ["turn_id"],
    lists: { events: name, "model-calls": name, "tool-calls": name },
  },
  id: {
    title: "Id",
    doc: "Id of the record; of an event the id that its source gave.",
    aliases: ["event_id", "call_id", "tool_call_id"],
    lists: { incidents: name, events: name, "model-calls": name, "tool-calls": name, transport: name },
  },
  title: { title: "Title", doc: "Part of the title.", lists: { conversations: text, incidents: text } },
  seq: { title: "Seq", doc: "Order inside the stream, 64-bit.", lists: { events: number } },
  ordinal: {
    title: "Ordinal",
    doc: "The console's own number of an envelope, in order of arrival.",
    lists: { events: number },
  },
  epoch: {
    title: "Epoch",
    doc: "Run of a stream's count; a restart begins a new one.",
    lists: { events: number },
  },
  time: {
    title: "Time",
    doc: "When it happened by the source's clock: last activity of a conversation, last occurrence of an incident.",
    aliases: ["at"],
    lists: {
      conversations: time,
      incidents: time,
      events: time,
      "model-calls": time,
      "tool-calls": time,
      transport: time,
    },
  },
  during: {
    title: "During",
    doc: "A time in which the conversation was active, or the incident occurred; it may have gone on later.",
    lists: { conversations: time, incidents: time },
  },
  created: {
    title: "Created",
    doc: "First sign of the conversation, first occurrence of the incident.",
    lists: { conversations: time, incidents: time },
  },
  ingested: { title: "Ingested", doc: "When the envelope was stored here.", lists: { events: time } },
  duration: {
    title: "Duration",
    doc: "From begin to end.",
    aliases: ["took", "latency"],
    lists: { conversations: duration, "model-calls": duration, "tool-calls": duration, transport: duration },
  },
  first_token: {
    title: "First token",
    doc: "Time to the first token, reasoning counted.",
    aliases: ["ttft"],
    lists: { "model-calls": duration },
  },
  size: {
    title: "Size",
    doc: "Bytes: received for a conversation, of the envelope, of the answer.",
    aliases: ["bytes"],
    lists: { conversations: bytes, events: bytes, transport: bytes },
  },
  events: { title: "Events", doc: "Number of events.", lists: { conversations: number } },
  turns: { title: "Turns", doc: "Number of turns.", lists: { conversations: number } },
  errors: { title: "Errors", doc: "Number of recorded failures.", lists: { conversations: number } },
  tokens: {
    title: "Tokens",
    doc: "Tokens in and out.",
    lists: { conversations: number, "model-calls": number },
  },
  retries: {
    title: "Retries",
    doc: "Number of retries.",
    lists: { "model-calls": number, "tool-calls": number },
  },
  iteration: {
    title: "Iteration",
    doc: "Iteration of the tool loop, from 1.",
    lists: { "model-calls": number, "tool-calls": number },
  },
  occurrences: { title: "Occurrences", doc: "Occurrences of an incident.", lists: { incidents: number } },
  conversations: {
    title: "Conversations",
    doc: "Conversations that an incident touches.",
    lists: { incidents: number },
  },
} as const satisfies Readonly<Record<string, QueryField>>;

export type FieldName = keyof typeof queryFields;

/** Fields that a list has. */
export type FieldOf<L extends ListName> = {
  [F in FieldName]: (typeof queryFields)[F]["lists"] extends Readonly<Record<L, FieldUse>> ? F : never;
}[FieldName];

/** All fields in the order of the table. */
export const fieldNames = namesOf(queryFields);

/** Keys of a record that is written out in full. */
function namesOf<const T extends object>(record: T): readonly (keyof T)[] {
  return Object.keys(record) as (keyof T)[];
}

export function fieldOf(field: FieldName): QueryField {
  return queryFields[field];
}

/** The field as a list has it; undefined when it has none of that name. */
export function fieldUse(field: FieldName, list: ListName): FieldUse | undefined {
  return fieldOf(field).lists[list];
}

/** Finds a field by name or alias, whatever the case. */
export function findField(written: string): FieldName | undefined {
  const lower = written.toLowerCase();
  return fieldNames.find((field) => field === lower || fieldOf(field).aliases?.includes(lower) === true);
}

/** Fields of a list in the order of the table. */
export function fieldsOfList(list: ListName): readonly FieldName[] {
  return fieldNames.filter((field) => fieldUse(field, list) !== undefined);
}

/** Fields whose values are counted in the rail of each list, in order. */
export const listFacets = {
  conversations: ["status", "class", "tool", "model", "provider", "runtime", "source", "integrity", "code"],
  incidents: ["class", "state", "code", "tool", "model", "provider", "status"],
  events: ["kind", "status", "has", "path", "source", "type"],
  "model-calls": ["status", "finish", "provider", "model", "code"],
  "tool-calls": ["status", "tool", "executed_by", "code"],
  transport: ["kind", "method", "status", "close_code"],
} as const satisfies { readonly [L in ListName]: readonly FieldOf<L>[] };
export type FacetOf<L extends ListName> = (typeof listFacets)[L][number];
